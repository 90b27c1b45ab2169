package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Admission;
import io.github.echosounder.handshake.Decision.Admit;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.PerMessageDeflate;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.socket.SocketHandler;
import io.github.echosounder.wire.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.quarkus.runtime.LaunchMode;
import io.undertow.websockets.ConfiguredServerEndpoint;
import io.undertow.websockets.EndpointSessionHandler;
import io.undertow.websockets.ServerWebSocketContainer;
import io.undertow.websockets.UndertowSession;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Session;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a connection into a WebSocket: answers 101, takes the handlers out of the pipeline that it
 * has no more use for, puts ours in and opens the endpoint's session. All of it happens while the
 * request's last byte is handled, so what the client sent behind its handshake meets our handler.
 *
 * <p>With {@code ServerChannels}, {@code SharedEndpoint} and {@code UpgradeExchange} the only class
 * that knows how Vert.x and quarkus-websockets are built inside.
 */
@ApplicationScoped
public class ChannelUpgrade implements Upgrade {

  private static final AttributeKey<Connection> CONNECTION =
      AttributeKey.valueOf(ChannelUpgrade.class, "connection");

  private final Admission admission;
  private final Connections connections;
  private final Sockets sockets;
  private final byte[] replyPrefix;
  private final ServerWebSocketContainer container;
  private final EndpointSessionHandler sessions;
  private final Map<String, SharedEndpoint> endpoints = new HashMap<>();

  @Inject
  public ChannelUpgrade(
      EchosounderConfig config, Admission admission, Connections connections, Sockets sockets) {
    this.admission = admission;
    this.connections = connections;
    this.sockets = sockets;
    this.replyPrefix = config.replyPrefix().orElse("").getBytes(StandardCharsets.UTF_8);
    this.container = container();
    this.sessions = new EndpointSessionHandler(container);
    for (ConfiguredServerEndpoint endpoint : container.getConfiguredServerEndpoints()) {
      endpoints.put(endpoint.getEndpointConfiguration().getPath(), new SharedEndpoint(endpoint));
    }
  }

  private static ServerWebSocketContainer container() {
    if (ContainerProvider.getWebSocketContainer() instanceof ServerWebSocketContainer known) {
      return known;
    }
    throw new IllegalStateException(
        "quarkus-websockets is not built as Echosounder knows it; use the version of its pom.xml");
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

  /** The connection below a session of an endpoint. */
  public static Connection connection(Session session) {
    return ((UndertowSession) session).getChannel().attr(CONNECTION).get();
  }

  /** Opens a WebSocket where there is no HTTP yet, if the request is a handshake it may admit. */
  public boolean open(Channel channel, RequestHead request) {
    String path = admission.relative(request.path());
    HandshakeRequest handshake = new HandshakeRequest("GET", true, request::all);
    if (!endpoints.containsKey(path)
        || !handshake.asksForWebSocket()
        || !(channel.remoteAddress() instanceof InetSocketAddress address)) {
      return false;
    }
    Admit admit = admission.admit(handshake);
    if (admit == null) {
      return false;
    }
    connections.asked(path, handshake.method(), handshake.headers());
    channel.pipeline().remove(HandshakeDeadline.class);
    channel.pipeline().remove(Arrival.class);
    String peer = address.getAddress().getHostAddress() + ':' + address.getPort();
    open(channel, new UpgradeExchange(path, request.query(), channel.eventLoop()), peer, admit);
    return true;
  }

  @Override
  public void upgrade(HttpServerRequest request, String path, Admit admit) {
    Channel channel =
        ((Http1xServerConnection) request.connection()).channelHandlerContext().channel();
    String peer = String.valueOf(request.remoteAddress());
    open(channel, new UpgradeExchange(path, request.query(), channel.eventLoop()), peer, admit);
    // Last: it passes on what it has read beyond the request.
    channel.pipeline().remove(HttpRequestDecoder.class);
  }

  private void open(Channel channel, UpgradeExchange exchange, String peer, Admit admit) {
    SharedEndpoint endpoint = endpoints.get(exchange.getRequestURI());
    if (endpoint == null) {
      throw new IllegalArgumentException("no endpoint at " + exchange.getRequestURI());
    }
    PerMessageDeflate deflate = admit.deflate();
    Connection connection =
        connections.admitted(
            new Connection.Handshake(
                exchange.getRequestURI(),
                peer,
                admit.subprotocol(),
                deflate == null ? "" : deflate.header()));
    SocketHandler socket = socket(connection, channel.eventLoop(), deflate);
    connection.attach(socket);
    channel.attr(CONNECTION).set(connection);

    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast("echosounder", socket);
    // Not before: a drain may speak to it at once.
    connections.opened(connection);
    if (pipeline.get(HttpRequestDecoder.class) != null) {
      removeHttp(pipeline);
    }
    socket.begin(response(admit, deflate, connection));
    if (!channel.isActive()) {
      // The client has gone already; a session of a closed channel cannot be made.
      connections.closed(connection);
      return;
    }
    if (pipeline.get(SslHandler.class) == null) {
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      channel.config().setAllocator(sockets.loop(channel.eventLoop()).receiveMemory());
    }
    sessions.connected(
        pipeline.context(socket),
        endpoint,
        exchange,
        admit.subprotocol().isEmpty() ? null : admit.subprotocol());
    // The endpoint has told of the end by then, unless its session could not be opened.
    channel.closeFuture().addListener(closed -> connections.closed(connection));
  }

  private SocketHandler socket(
      Connection connection, EventLoop loop, @Nullable PerMessageDeflate deflate) {
    byte[] prefix = connection.handshake().endpoint().equals("/") ? replyPrefix : new byte[0];
    return sockets.handler(
        connection,
        loop,
        prefix,
        deflate == null
            ? null
            : new Compression(
                !deflate.clientNoContextTakeover(),
                deflate.serverWindowBits(),
                deflate.isSymmetric()));
  }

  /** All but the decoder: it is needed until the end. */
  private static void removeHttp(ChannelPipeline pipeline) {
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (isOfHttp(handler)) {
        pipeline.remove(handler);
      }
    }
  }

  private static boolean isOfHttp(ChannelHandler handler) {
    return !(handler instanceof SslHandler
        || handler instanceof SocketHandler
        || handler instanceof HttpRequestDecoder);
  }

  /** RFC 6455, 4.2.2: these headers, and no others. */
  private static ByteBuf response(
      Admit admit, @Nullable PerMessageDeflate deflate, Connection connection) {
    ByteBuf response = PooledByteBufAllocator.DEFAULT.directBuffer(256);
    ByteBufUtil.writeAscii(response, "HTTP/1.1 101 Switching Protocols\r\n");
    field(response, "Upgrade", "websocket");
    field(response, "Connection", "Upgrade");
    field(response, "Sec-WebSocket-Accept", admit.accept());
    if (!admit.subprotocol().isEmpty()) {
      field(response, "Sec-WebSocket-Protocol", admit.subprotocol());
    }
    if (deflate != null) {
      field(response, "Sec-WebSocket-Extensions", deflate.header());
    }
    field(response, "Echosounder-Connection", connection.id());
    ByteBufUtil.writeAscii(response, "\r\n");
    return response;
  }

  private static void field(ByteBuf response, String name, String value) {
    ByteBufUtil.writeAscii(response, name);
    ByteBufUtil.writeAscii(response, ": ");
    ByteBufUtil.writeAscii(response, value);
    ByteBufUtil.writeAscii(response, "\r\n");
  }
}
