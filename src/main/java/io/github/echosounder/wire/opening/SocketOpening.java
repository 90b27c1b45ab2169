package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Answer;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.PerMessageDeflate;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Ticket;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.socket.ReadGate;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.github.echosounder.wire.socket.ReceiveMemory;
import io.github.echosounder.wire.socket.SocketHandler;
import io.github.echosounder.wire.socket.Sockets;
import io.github.echosounder.wire.socket.TlsReads;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Turns the channel of an admitted handshake into a WebSocket: writes the 101, takes the handlers
 * out of the pipeline that it has no more use for and puts ours in. All of it happens while the
 * request's last byte is handled, so what the client sent behind its handshake meets our handler.
 */
@ApplicationScoped
public class SocketOpening {

  private static final int INTERNAL_ERROR = 500;

  private final Connections connections;
  private final Sockets sockets;

  @Inject
  public SocketOpening(Connections connections, Sockets sockets) {
    this.connections = connections;
    this.sockets = sockets;
  }

  /** The answer's place is given back, or taken by the connection. */
  void open(Channel channel, ReadGate gate, HandshakeRequest request, Answer.Open answer) {
    if (!channel.isActive()) {
      answer.ticket().close();
      refused(request, answer, Refusal.NO_RESPONSE, "the client left before its 101");
      return;
    }
    Connection connection = connection(request, answer);
    try (Ticket ticket = answer.ticket()) {
      open(channel, gate, connection, answer, ticket);
      configure(channel);
      gate.release(Reason.NEW);
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
        new Refusal(
            connections.requestId(),
            answer.endpoint().path(),
            request.peer().address(),
            status,
            reason,
            null));
  }

  private Connection connection(HandshakeRequest request, Answer.Open answer) {
    return connections.admitted(
        new Connection.Handshake(
            answer.endpoint().path(),
            request.peer().address(),
            answer.accept().subprotocol(),
            answer.accept().extensions(),
            answer.label()));
  }

  private void open(
      Channel channel, ReadGate gate, Connection connection, Answer.Open answer, Ticket ticket) {
    SocketHandler socket = socket(channel, gate, connection, answer);
    connection.attach(socket);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast("echosounder", socket);
    // Not before: a drain may speak to it at once.
    connections.opened(connection, ticket);
    // Not at once: what ended it may be told behind the end, as TLS does.
    channel
        .closeFuture()
        .addListener(closed -> channel.eventLoop().execute(() -> connections.closed(connection)));
    Http.remove(pipeline, socket);
    socket.begin(AnswerWriter.accept(answer.accept(), connection.id()));
  }

  private void configure(Channel channel) {
    ReceiveMemory memory = sockets.loop(channel.eventLoop()).receiveMemory();
    if (channel.pipeline().get(SslHandler.class) == null) {
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      channel.config().setAllocator(memory);
    } else {
      TlsReads.into(memory, channel);
    }
  }

  private SocketHandler socket(
      Channel channel, ReadGate gate, Connection connection, Answer.Open answer) {
    PerMessageDeflate deflate = answer.accept().deflate();
    return sockets.handler(
        connection,
        channel.eventLoop(),
        gate,
        answer.plan(),
        deflate == null
            ? null
            : new Compression(
                !deflate.clientNoContextTakeover(),
                deflate.serverWindowBits(),
                deflate.isSymmetric()));
  }
}
