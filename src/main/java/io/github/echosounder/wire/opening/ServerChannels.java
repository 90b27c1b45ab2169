package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Doorway;
import io.github.echosounder.session.Entrance;
import io.github.echosounder.settings.EchosounderConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The channels that connections are accepted from, which Vert.x does not show. */
@ApplicationScoped
public class ServerChannels implements Entrance {

  private final Vertx vertx;
  private final HttpServer ports;
  private final Duration timeout;
  private final Newcomers newcomers;
  private final Doorway doorway;
  private final HandshakeReader reader;
  private final HandshakeReader reserved;

  @Inject
  ServerChannels(
      EchosounderConfig config,
      Vertx vertx,
      HttpServer ports,
      Newcomers newcomers,
      Doorway doorway,
      DirectReader reader) {
    this.vertx = vertx;
    this.ports = ports;
    this.timeout = config.handshakeTimeout();
    this.newcomers = newcomers;
    this.doorway = doorway;
    this.reader = reader;
    this.reserved = new HttpOnly(reader);
  }

  public void started(@ObservesAsync HttpServerStart started) {
    watch();
  }

  public void started(@ObservesAsync HttpsServerStart started) {
    watch();
  }

  /** In dev mode the server outlives the code: what it accepts meanwhile is left to HTTP. */
  public void stopped(@Observes ShutdownEvent stopped) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      await(forEach(Acceptor::leave));
    }
  }

  /** And after a reload nobody tells of its start. */
  public void restarted(@Observes StartupEvent started) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      await(watch());
    }
  }

  private static void await(List<Future<?>> done) {
    for (Future<?> each : done) {
      each.awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
  }

  private List<Future<?>> watch() {
    return forEach(server ->
        Acceptor.watch(
            server,
            () -> new HandshakeDeadline(timeout, newcomers, doorway),
            () -> firstHandler(server)));
  }

  /** Only on the server's plain port is nothing before the first bytes. */
  private ChannelHandler firstHandler(Channel server) {
    int port = server.localAddress() instanceof InetSocketAddress address ? address.getPort() : -1;
    if (port == ports.getPort()) {
      return new FirstBytes(reader, newcomers);
    }
    HandshakeReader its = port == ports.getSecurePort() ? reader : reserved;
    return new BehindOthers(its, () -> new FirstBytes(its, newcomers));
  }

  @Override
  public void close() {
    forEach(Channel::close);
  }

  /** The event loop that accepts for them knows them. */
  private List<Future<?>> forEach(Consumer<Channel> action) {
    List<Future<?>> done = new ArrayList<>();
    for (EventExecutor loop : VertxInternals.acceptingLoops(vertx)) {
      try {
        done.add(loop.submit(() -> channelsOf(loop).forEach(action)));
      } catch (RejectedExecutionException ended) {
        // With its channels: the start has failed meanwhile, or the process ends.
      }
    }
    return done;
  }

  /** In a list of its own, since an action may end a registration. */
  private static List<Channel> channelsOf(EventExecutor loop) {
    List<Channel> servers = new ArrayList<>();
    ((SingleThreadEventLoop) loop)
        .registeredChannelsIterator()
        .forEachRemaining(channel -> {
          if (channel instanceof ServerChannel) {
            servers.add(channel);
          }
        });
    return servers;
  }
}
