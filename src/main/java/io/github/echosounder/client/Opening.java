package io.github.echosounder.client;

import io.github.echosounder.client.Failure.Kind;
import io.github.echosounder.wire.frame.Deflation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** From TCP to the 101 (RFC 6455, 4.1), or to what came instead of it. */
final class Opening extends ChannelInboundHandlerAdapter {

  private static final int LARGEST_BODY = 64 * 1024;

  /** A body whose end is unknown is read for so long. */
  private static final long BODY_MILLIS = 1000;

  private static final String RESET = "TCP was reset before the handshake was answered.";

  private final Connection connection;
  private final LoopMemory memory;
  private final String key;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  private boolean isAsked;
  private boolean isOver;
  private boolean isReset;
  private @Nullable Response refusal;

  Opening(Connection connection, LoopMemory memory) {
    this.connection = connection;
    this.memory = memory;
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    connection.registered(context.channel());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connection.tcpDone();
    Request request = connection.request();
    if (!request.address().isSecure()) {
      ask(context);
      return;
    }
    SslHandler tls = request.trust().handler(context.alloc(), request.address());
    tls.setHandshakeTimeoutMillis(request.timeout().toMillis());
    context.pipeline().addFirst(tls);
    tls.handshakeFuture()
        .addListener(done -> {
          if (done.isSuccess()) {
            connection.tlsDone(facts(tls));
            ask(context);
          } else {
            fail(context, tlsFailure(done.cause()));
          }
        });
  }

  private static Tls facts(SslHandler tls) {
    SSLSession session = tls.engine().getSession();
    List<X509Certificate> certificates = List.of();
    try {
      Certificate[] chain = session.getPeerCertificates();
      certificates = List.of(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException anonymous) {
      // Then there are none to tell of.
    }
    String chosen = tls.applicationProtocol();
    return new Tls(
        session.getProtocol(),
        session.getCipherSuite(),
        chosen == null ? "" : chosen,
        certificates);
  }

  private Failure tlsFailure(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("timed out")) {
      return failure(Kind.TLS_TIMEOUT, message, cause);
    }
    String detail =
        Resets.isReset(cause)
            ? "TCP was reset during the TLS handshake"
            : cause instanceof ClosedChannelException
                ? "TCP ended during the TLS handshake"
                : message;
    return failure(Kind.TLS_FAILED, detail, cause);
  }

  private void ask(ChannelHandlerContext context) {
    isAsked = true;
    context
        .writeAndFlush(Unpooled.wrappedBuffer(connection.request().bytes(key)))
        .addListener(
            // The answer may have come before the reset: it is read until TCP ends.
            done -> isReset = done.cause() != null && Resets.isReset(done.cause()));
    later(
        context,
        () -> {
          if (refusal != null) {
            refused(context);
          } else {
            fail(context, Kind.HANDSHAKE_TIMEOUT, "No answer to the handshake in time.");
          }
        },
        connection.request().timeout().toMillis());
  }

  private void later(ChannelHandlerContext context, Runnable task, long millis) {
    context
        .executor()
        .schedule(
            () -> {
              if (!isOver) {
                task.run();
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  // ----------------------------------------------------------------- answer

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (isOver) {
        return;
      }
      connection.read(bytes.readableBytes());
      answer.writeBytes(ByteBufUtil.getBytes(bytes));
      judge(context);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void judge(ChannelHandlerContext context) {
    byte[] bytes = answer.toByteArray();
    if (refusal != null) {
      readBody(context, refusal);
      return;
    }
    if (Response.isForeign(bytes, bytes.length)) {
      fail(context, Kind.NOT_HTTP, "The answer is not HTTP.");
      return;
    }
    Response response = Response.of(bytes, bytes.length);
    if (response == null) {
      if (bytes.length > Response.LARGEST_HEAD) {
        fail(context, Kind.ENDLESS_HEAD, "The head of the answer does not end.");
      }
      return;
    }
    if (response.status() >= 100 && response.status() < 200 && response.status() != 101) {
      // RFC 9110, 15.2: an interim answer; the final one is to come.
      answer.reset();
      answer.write(bytes, response.headBytes(), bytes.length - response.headBytes());
      if (answer.size() > 0) {
        judge(context);
      }
      return;
    }
    if (response.status() == 101 && connection.request().isUpgrade()) {
      accept(context, response);
    } else {
      refusal = response;
      later(context, () -> refused(context), BODY_MILLIS);
      readBody(context, response);
    }
  }

  private void readBody(ChannelHandlerContext context, Response response) {
    int read = answer.size() - response.headBytes();
    String announced = response.value("Content-Length");
    boolean isWhole =
        announced.matches("\\d{1,9}")
            ? read >= Integer.parseInt(announced)
            : response.value("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")
                && endsWithLastChunk();
    if (isWhole || read >= LARGEST_BODY) {
      refused(context);
    }
  }

  private boolean endsWithLastChunk() {
    return answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n0\r\n\r\n");
  }

  private void refused(ChannelHandlerContext context) {
    fail(context, Kind.STATUS, "The answer is not 101.");
  }

  private void accept(ChannelHandlerContext context, Response response) {
    Acceptance acceptance = Acceptance.of(connection.request(), key, response);
    if (acceptance.fault() != null) {
      fail(context, acceptance.fault(), acceptance.detail());
      return;
    }
    isOver = true;
    open(context, response, acceptance.deflate());
  }

  private void open(
      ChannelHandlerContext context, Response response, @Nullable DeflateGrant grant) {
    Outgoing outgoing = new Outgoing(context.channel(), connection);
    Incoming incoming = new Incoming(connection, outgoing, grant, memory);
    context.pipeline().addLast(incoming);
    byte[] all = answer.toByteArray();
    Response head =
        new Response(
            Arrays.copyOf(all, response.headBytes()),
            response.headBytes(),
            response.version(),
            response.status(),
            response.phrase(),
            response.fields());
    connection.opened(head, outgoing, grant == null ? null : deflation(grant));
    ChannelHandlerContext next = context.pipeline().context(incoming);
    if (all.length > response.headBytes()) {
      ByteBuf behind = context.alloc().directBuffer(all.length - response.headBytes());
      behind.writeBytes(all, response.headBytes(), all.length - response.headBytes());
      incoming.channelRead(next, behind);
    }
    context.pipeline().remove(this);
    incoming.channelReadComplete(next);
  }

  private Deflation deflation(DeflateGrant grant) {
    boolean isKept = grant.isClientContextKept();
    return new Deflation(isKept ? new Deflation.Compressor() : memory.compressor, 6, 15, isKept);
  }

  // -------------------------------------------------------------------- end

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (refusal != null && !isOver) {
      refused(context);
    } else if (isAsked && isReset) {
      fail(context, Kind.RESET, RESET);
    } else if (isAsked) {
      fail(context, Kind.CUT, "TCP ended before the handshake was answered.");
    }
    // Otherwise TLS fails, which its handler tells.
    context.fireChannelInactive();
  }

  /** Nothing can follow a close_notify (RFC 8446, 6.1), whatever TCP does. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent ended && ended.isSuccess()) {
      context.close();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable inner =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    boolean isAmidTls = !isAsked && connection.request().address().isSecure();
    if (inner instanceof SSLException || isAmidTls) {
      fail(context, tlsFailure(inner));
    } else if (Resets.isReset(inner)) {
      fail(context, failure(Kind.RESET, RESET, inner));
    } else {
      fail(context, failure(Kind.CUT, String.valueOf(inner.getMessage()), inner));
    }
  }

  private void fail(ChannelHandlerContext context, Kind kind, String detail) {
    fail(context, failure(kind, detail, null));
  }

  private Failure failure(Kind kind, String detail, @Nullable Throwable cause) {
    byte[] raw = answer.toByteArray();
    return new Failure(
        kind,
        detail,
        raw,
        raw.length == 0 || kind == Kind.NOT_HTTP ? null : Response.of(raw, raw.length),
        connection.timings(),
        cause);
  }

  private void fail(ChannelHandlerContext context, Failure failure) {
    if (!isOver) {
      isOver = true;
      context.close();
      connection.failed(failure);
    }
  }
}
