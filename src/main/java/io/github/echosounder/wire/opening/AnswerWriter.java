package io.github.echosounder.wire.opening;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.handshake.Accept;
import io.github.echosounder.handshake.Answer.Mislead;
import io.github.echosounder.handshake.Failure;
import io.github.echosounder.handshake.Problem;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.wire.socket.ReadGate;
import io.github.echosounder.wire.socket.TcpEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes the answers to handshakes, wherever they were read: 101s, problem documents, and failures
 * that a client has asked for.
 */
@ApplicationScoped
public class AnswerWriter {

  private static final String CONNECTION = "Connection";

  /** Made for the first refusal: it is half a thousand classes. */
  private final Supplier<ObjectMapper> json;

  private final Duration patience;
  private final Duration handshakeTimeout;

  @Inject
  public AnswerWriter(Instance<ObjectMapper> json, EchosounderConfig config) {
    this(json::get, config);
  }

  AnswerWriter(Supplier<ObjectMapper> json, EchosounderConfig config) {
    this.json = json;
    this.patience = config.closeTimeout();
    this.handshakeTimeout = config.handshakeTimeout();
  }

  /** RFC 6455, 4.2.2: these headers, and no others. */
  static ByteBuf accept(Accept accept, String connection) {
    ByteBuf response = accept(accept);
    field(response, "Echosounder-Connection", connection);
    ByteBufUtil.writeAscii(response, "\r\n");
    return response;
  }

  private static ByteBuf accept(Accept accept) {
    ByteBuf response = PooledByteBufAllocator.DEFAULT.directBuffer(256);
    ByteBufUtil.writeAscii(response, "HTTP/1.1 101 Switching Protocols\r\n");
    field(response, "Upgrade", "websocket");
    field(response, CONNECTION, "Upgrade");
    field(response, "Sec-WebSocket-Accept", accept.key());
    if (!accept.subprotocol().isEmpty()) {
      field(response, "Sec-WebSocket-Protocol", accept.subprotocol());
    }
    if (accept.deflate() != null) {
      field(response, "Sec-WebSocket-Extensions", accept.extensions());
    }
    return response;
  }

  /**
   * Where there is no HTTP, or none that still works: then TCP ends too.
   *
   * @param context of the handler that drops what still comes
   */
  void refuse(ChannelHandlerContext context, Problem problem) {
    write(context, problem.status(), fields(problem), document(problem));
    end(context, false);
  }

  private static ChannelFuture write(
      ChannelHandlerContext context, int status, Map<String, String> fields, byte[] body) {
    fields.merge(CONNECTION, "close", (upgrade, close) -> close + ", " + upgrade);
    fields.put("Content-Length", Integer.toString(body.length));
    ByteBuf response = context.alloc().directBuffer(512 + body.length);
    ByteBufUtil.writeAscii(response, "HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n");
    fields.forEach((name, value) -> field(response, name, value));
    ByteBufUtil.writeAscii(response, "\r\n");
    response.writeBytes(body);
    return context.write(response);
  }

  /**
   * As the client has asked for, and when.
   *
   * @param context of the handler that has read the handshake, below HTTP
   */
  void mislead(ChannelHandlerContext context, Mislead mislead) {
    PendingRefusal pending = mislead.pending();
    if (mislead.failure() instanceof Failure.Status status) {
      int code = status.problem().status();
      LateAnswer.on(context, pending, status.delay(), code, at -> write(at, status), this::end);
    } else if (mislead.failure() instanceof Failure.WrongAccept wrong) {
      LateAnswer.on(context, pending, wrong.delay(), 101, at -> write(at, wrong), this::end);
    } else {
      int none = Refusal.NO_RESPONSE;
      LateAnswer.on(context, pending, handshakeTimeout, none, at -> null, this::end);
    }
  }

  private static ChannelFuture write(ChannelHandlerContext context, Failure.WrongAccept wrong) {
    ByteBuf response = accept(wrong.accept());
    ByteBufUtil.writeAscii(response, "\r\n");
    return context.write(response);
  }

  private ChannelFuture write(ChannelHandlerContext context, Failure.Status status) {
    Problem problem = status.problem();
    Map<String, String> fields = fields(problem);
    String body = status.body();
    if (body == null) {
      return write(context, problem.status(), fields, document(problem));
    }
    fields.put("Content-Type", "text/plain; charset=utf-8");
    return write(context, problem.status(), fields, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends TCP behind what has been written. */
  void end(ChannelHandlerContext context, boolean hasPeerEnded) {
    if (hasPeerEnded) {
      TcpEnd.now(context, patience);
    } else {
      TcpEnd.after(context, patience);
      // Its end is awaited.
      ReadGate.takenOver(context.channel().config());
    }
  }

  /** Where HTTP is at work, and goes on. */
  void refuse(HttpServerResponse response, Problem problem) {
    response.setStatusCode(problem.status());
    fields(problem).forEach(response::putHeader);
    response.end(Buffer.buffer(document(problem)));
  }

  private static Map<String, String> fields(Problem problem) {
    Map<String, String> fields = new LinkedHashMap<>(problem.headers());
    fields.put("Content-Type", Problem.MEDIA_TYPE);
    fields.put("Cache-Control", "no-store");
    fields.put(HttpDate.FIELD, HttpDate.now());
    return fields;
  }

  private byte[] document(Problem problem) {
    try {
      return json.get().writeValueAsBytes(problem.members());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }

  private static void field(ByteBuf response, String name, String value) {
    ByteBufUtil.writeAscii(response, name);
    ByteBufUtil.writeAscii(response, ": ");
    ByteBufUtil.writeAscii(response, value);
    ByteBufUtil.writeAscii(response, "\r\n");
  }
}
