package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Answer;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.PerMessageDeflate;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Ticket;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.frame.Limits;
import io.github.echosounder.wire.reply.HeldMemory;
import io.github.echosounder.wire.socket.ReceiveMemory;
import io.github.echosounder.wire.socket.SocketHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Turns the channel of an admitted handshake into a WebSocket: writes the 101, takes the handlers
 * out of the pipeline that it has no more use for, puts ours in and opens the endpoint's session.
 * All of it happens while the request's last byte is handled, so what the client sent behind its
 * handshake meets our handler.
 */
@ApplicationScoped
public class SocketOpening {

  private static final int INTERNAL_ERROR = 500;

  private final Connections connections;
  private final JakartaSessions sessions;
  private final Limits limits;
  private final HeldMemory memory;
  private final int compressionLevel;
  private final FastThreadLocal<Traffic> traffic =
      new FastThreadLocal<>() {
        @Override
        protected Traffic initialValue() {
          return connections().newTraffic();
        }
      };

  @Inject
  public SocketOpening(
      EchosounderConfig config, Connections connections, JakartaSessions sessions) {
    this.connections = connections;
    this.sessions = sessions;
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
  }

  private Connections connections() {
    return connections;
  }

  /** The answer's place is given back, or taken by the connection. */
  void open(Channel channel, HandshakeRequest request, Answer.Open answer) {
    if (!channel.isActive()) {
      answer.ticket().close();
      refused(request, answer, Refusal.CLIENT_GONE, "the client was gone before its 101");
      return;
    }
    Connection connection = connection(request, answer);
    try (Ticket ticket = answer.ticket()) {
      open(channel, connection, answer, ticket);
      openSession(channel, connection, request.target().query());
    } catch (RuntimeException fault) {
      if (!connections.isOpen(connection)) {
        refused(request, answer, INTERNAL_ERROR, "internal error");
      }
      channel.close();
      throw fault;
    }
  }

  private void refused(HandshakeRequest request, Answer.Open answer, int status, String reason) {
    connections.refused(
        new Refusal(answer.endpoint().path(), request.peer().address(), status, reason));
  }

  private Connection connection(HandshakeRequest request, Answer.Open answer) {
    return connections.admitted(
        new Connection.Handshake(
            answer.endpoint().path(),
            request.peer().address(),
            answer.accept().subprotocol(),
            answer.accept().extensions()));
  }

  private void open(Channel channel, Connection connection, Answer.Open answer, Ticket ticket) {
    SocketHandler socket = socket(connection, answer.accept().deflate());
    connection.attach(socket);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast("echosounder", socket);
    // Not before: a drain may speak to it at once.
    connections.opened(connection, ticket);
    channel.closeFuture().addListener(closed -> connections.closed(connection));
    Http.remove(pipeline, socket);
    socket.begin(AnswerWriter.accept(answer.accept(), connection.id()));
  }

  private void openSession(Channel channel, Connection connection, @Nullable String query) {
    if (!channel.isActive()) {
      // The client has gone already; a session of a closed channel cannot be made.
      return;
    }
    ChannelPipeline pipeline = channel.pipeline();
    SslHandler tls = pipeline.get(SslHandler.class);
    if (tls != null) {
      TlsReads.limit(tls);
    } else {
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      channel.config().setAllocator(ReceiveMemory.ofThisLoop());
    }
    sessions.open(pipeline.context(SocketHandler.class), connection, query);
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
}
