package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.netty.channel.EventLoop;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A state for each event loop. They end with the application, which dev mode ends at each reload.
 */
@ApplicationScoped
public class LoopStates {

  private final Map<EventLoop, LoopState> states = new ConcurrentHashMap<>();
  private final HeldMemory memory;
  private final Connections connections;

  @Inject
  LoopStates(HeldMemory memory, Connections connections) {
    this.memory = memory;
    this.connections = connections;
  }

  public LoopState of(EventLoop loop) {
    LoopState known = states.get(loop);
    return known != null
        ? known
        : states.computeIfAbsent(loop, first -> new LoopState(memory, connections.newTraffic()));
  }

  @PreDestroy
  void release() {
    states.forEach((loop, state) -> {
      if (!loop.isShuttingDown()) {
        loop.execute(state::release);
      }
    });
    states.clear();
  }
}
