package io.github.echosounder.wire.opening;

import io.github.echosounder.session.Entrance;
import io.github.echosounder.settings.EchosounderConfig;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** The channels that connections are accepted from, which Vert.x does not show. */
@ApplicationScoped
public class ServerChannels implements Entrance {

  /** What Quarkus does with every request it does with handshakes too, so it has to see them. */
  private static final List<String> FOR_EVERY_REQUEST =
      List.of(
          "quarkus.http.access-log.enabled",
          "quarkus.http.limits.max-connections",
          "quarkus.http.limits.max-header-size",
          "quarkus.http.limits.max-initial-line-length",
          "quarkus.http.proxy.allow-forwarded",
          "quarkus.http.proxy.allow-x-forwarded",
          "quarkus.http.proxy.proxy-address-forwarding",
          "quarkus.http.traffic-shaping.enabled");

  private final Vertx vertx;
  private final Duration handshakeTimeout;
  private final Arrival.Opener opener;

  @Inject
  public ServerChannels(
      EchosounderConfig settings, Config all, Vertx vertx, ChannelUpgrade upgrade) {
    this.vertx = vertx;
    this.handshakeTimeout = settings.handshakeTimeout();
    // In dev mode every request has a look at what was edited.
    boolean isHttpNeeded =
        LaunchMode.current() == LaunchMode.DEVELOPMENT
            || FOR_EVERY_REQUEST.stream().map(all::getConfigValue).anyMatch(ServerChannels::isSet);
    this.opener = isHttpNeeded ? (channel, request) -> false : upgrade::open;
  }

  /** By somebody, not by default. */
  private static boolean isSet(ConfigValue value) {
    return value.getValue() != null
        && !value.getValue().equals("false")
        && value.getSourceOrdinal() > 0;
  }

  public void started(@ObservesAsync HttpServerStart started) {
    watch();
  }

  public void started(@ObservesAsync HttpsServerStart started) {
    watch();
  }

  private void watch() {
    forEach(server -> Acceptor.watch(server, handshakeTimeout, opener));
  }

  @Override
  public void close() {
    forEach(Channel::close);
  }

  /** The event loop that accepts for them knows them. */
  private void forEach(Consumer<Channel> action) {
    for (EventExecutor loop : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
      loop.execute(() -> {
        // A list of its own: an action may end a registration.
        List<Channel> servers = new ArrayList<>();
        ((SingleThreadEventLoop) loop)
            .registeredChannelsIterator()
            .forEachRemaining(channel -> {
              if (channel instanceof ServerChannel) {
                servers.add(channel);
              }
            });
        servers.forEach(action);
      });
    }
  }
}
