package io.github.echosounder.wire.socket;

import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.wire.frame.Compression;
import io.netty.channel.EventLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Makes the handler of each connection, with the limits that hold for all and what they share. */
@ApplicationScoped
public class Sockets {

  private final SocketLimits limits;
  private final HeldMemory memory;
  private final LoopStates loops;

  @Inject
  Sockets(EchosounderConfig config, LoopStates loops, HeldMemory memory) {
    this.loops = loops;
    this.memory = memory;
    this.limits = SocketLimits.of(config);
  }

  /**
   * A handler for an event loop's new connection.
   *
   * @param gate of its channel
   * @param plan what it was asked to do
   * @param compression null where permessage-deflate was not agreed on
   */
  public SocketHandler handler(
      Connection connection,
      EventLoop loop,
      ReadGate gate,
      Plan plan,
      @Nullable Compression compression) {
    return new SocketHandler(
        connection, limits, memory, loops.of(loop), gate, System::nanoTime, plan, compression);
  }

  public LoopState loop(EventLoop loop) {
    return loops.of(loop);
  }
}
