package io.github.echosounder.wire;

import io.github.echosounder.EchosounderConfig;
import io.github.echosounder.handshake.Decision.Admit;
import io.github.echosounder.handshake.PerMessageDeflate;
import io.github.echosounder.handshake.Upgrade;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Entrance;
import io.github.echosounder.session.Traffic;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.undertow.websockets.ConfiguredServerEndpoint;
import io.undertow.websockets.EndpointSessionHandler;
import io.undertow.websockets.ServerWebSocketContainer;
import io.undertow.websockets.UndertowSession;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP connection into a WebSocket: answers 101, takes the HTTP handlers out of the
 * pipeline, puts ours in and opens the endpoint's session. All of it happens while the request's
 * last byte is handled, so what the client sent behind its handshake meets our handler.
 *
 * <p>The one class that knows how Vert.x and quarkus-websockets are built inside.
 */
@ApplicationScoped
public class ChannelUpgrade implements Upgrade, Entrance {

  private static final AttributeKey<Connection> CONNECTION =
      AttributeKey.valueOf(ChannelUpgrade.class, "connection");

  private final Vertx vertx;
  private final Connections connections;
  private final Limits limits;
  private final HeldMemory memory;
  private final int compressionLevel;
  private final Duration handshakeTimeout;
  private final ServerWebSocketContainer container;
  private final EndpointSessionHandler sessions;
  private final Map<String, ConfiguredServerEndpoint> endpoints = new HashMap<>();
  private final FastThreadLocal<Traffic> traffic =
      new FastThreadLocal<>() {
        @Override
        protected Traffic initialValue() {
          return connections().newTraffic();
        }
      };

  @Inject
  ChannelUpgrade(EchosounderConfig config, Connections connections, Vertx vertx) {
    this.vertx = vertx;
    this.connections = connections;
    this.limits =
        new Limits(
            config.maxMessageSize().asLongValue(),
            config.maxFrameSize().asLongValue(),
            Math.toIntExact(config.relayFrameSize().asLongValue()),
            config.closeTimeout(),
            config.idleTimeout(),
            config.maxConnectionAge(),
            config.pingInterval());
    this.memory = new HeldMemory(config.maxHeldMemory().asLongValue());
    this.compressionLevel = config.compressionLevel();
    this.handshakeTimeout = config.handshakeTimeout();
    this.container = container();
    this.sessions = new EndpointSessionHandler(container);
    for (ConfiguredServerEndpoint endpoint : container.getConfiguredServerEndpoints()) {
      endpoints.put(endpoint.getEndpointConfiguration().getPath(), endpoint);
    }
  }

  private static ServerWebSocketContainer container() {
    if (ContainerProvider.getWebSocketContainer() instanceof ServerWebSocketContainer known) {
      return known;
    }
    throw new IllegalStateException(
        "quarkus-websockets is not built as Echosounder knows it; use the version of its pom.xml");
  }

  private Connections connections() {
    return connections;
  }

  @Override
  public Set<String> endpoints() {
    return endpoints.keySet();
  }

  @Override
  public void arrived(HttpServerRequest request) {
    if (request.connection() instanceof Http1xServerConnection connection) {
      HandshakeDeadline.met(connection.channelHandlerContext().channel());
    }
  }

  @Override
  public boolean isFirstInLine(HttpServerRequest request) {
    // In dev mode every request waits for a look at what was edited.
    return LaunchMode.current() == LaunchMode.DEVELOPMENT
        || !(request.connection() instanceof Http1xServerConnection connection)
        || HandshakeDeadline.isBeingRead(connection.channelHandlerContext().channel());
  }

  void started(@ObservesAsync HttpServerStart started) {
    watchHandshakes();
  }

  void started(@ObservesAsync HttpsServerStart started) {
    watchHandshakes();
  }

  private void watchHandshakes() {
    forEachServer(server -> HandshakeDeadline.watch(server, handshakeTimeout));
  }

  @Override
  public void close() {
    forEachServer(Channel::close);
  }

  /** Vert.x does not show its server channels; the event loop that accepts for them does. */
  private void forEachServer(Consumer<Channel> action) {
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

  /** The connection below a session of an endpoint. */
  public static Connection connection(Session session) {
    return ((UndertowSession) session).getChannel().attr(CONNECTION).get();
  }

  @Override
  public void upgrade(HttpServerRequest request, String path, Admit admit) {
    ConfiguredServerEndpoint endpoint = endpoints.get(path);
    if (endpoint == null) {
      throw new IllegalArgumentException("no endpoint at " + path);
    }
    ChannelHandlerContext http =
        ((Http1xServerConnection) request.connection()).channelHandlerContext();
    Channel channel = http.channel();
    PerMessageDeflate deflate = admit.deflate();
    Connection connection =
        connections.admitted(
            new Connection.Handshake(
                path,
                String.valueOf(request.remoteAddress()),
                admit.subprotocol(),
                deflate == null ? "" : deflate.header()));
    SocketHandler socket = socket(connection, deflate);
    connection.attach(socket);
    channel.attr(CONNECTION).set(connection);

    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast("echosounder", socket);
    // Not before: a drain may speak to it at once.
    connections.opened(connection);
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (isOfHttp(handler)) {
        pipeline.remove(handler);
      }
    }
    socket.begin(response(admit, deflate, connection));
    if (!channel.isActive()) {
      // The client has gone already; a session of a closed channel cannot be made.
      connections.closed(connection);
      return;
    }
    SslHandler tls = pipeline.get(SslHandler.class);
    if (tls != null) {
      TlsReads.limit(tls);
    } else {
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      channel.config().setAllocator(ReceiveMemory.ofThisLoop());
    }
    sessions.connected(
        pipeline.context(socket),
        endpoint,
        new UpgradeExchange(request, path, channel.eventLoop()),
        admit.subprotocol().isEmpty() ? null : admit.subprotocol());
    // The endpoint has told of the end by then, unless its session could not be opened.
    channel.closeFuture().addListener(closed -> connections.closed(connection));
    // Last: it passes on what it has read beyond the request.
    pipeline.remove(HttpRequestDecoder.class);
  }

  private SocketHandler socket(Connection connection, @Nullable PerMessageDeflate deflate) {
    if (deflate == null) {
      return new SocketHandler(connection, limits, memory, traffic.get(), null, null, true);
    }
    return new SocketHandler(
        connection,
        limits,
        memory,
        traffic.get(),
        new Inflation(deflate.clientNoContextTakeover()),
        new Deflation(compressionLevel, deflate.serverWindowBits()),
        deflate.isSymmetric());
  }

  private static boolean isOfHttp(ChannelHandler handler) {
    return !(handler instanceof SslHandler
        || handler instanceof SocketHandler
        || handler instanceof HttpRequestDecoder);
  }

  /** RFC 6455, 4.2.2: these headers, and no others. */
  private static String response(
      Admit admit, @Nullable PerMessageDeflate deflate, Connection connection) {
    StringBuilder response =
        new StringBuilder(256)
            .append("HTTP/1.1 101 Switching Protocols\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
            .append(admit.accept());
    if (!admit.subprotocol().isEmpty()) {
      response.append("\r\nSec-WebSocket-Protocol: ").append(admit.subprotocol());
    }
    if (deflate != null) {
      response.append("\r\nSec-WebSocket-Extensions: ").append(deflate.header());
    }
    return response
        .append("\r\nEchosounder-Connection: ")
        .append(connection.id())
        .append("\r\n\r\n")
        .toString();
  }
}
