package io.github.echosounder.wire.opening;

import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * In front of whoever has read a handshake whose client has chosen a failure: answers when its time
 * has come, and drops what still comes. A timer of the event loop is all that waits. What became of
 * the answer is told when it has been written, or cannot be any more.
 *
 * <p>A client that ends its half of TCP while it waits is taken to have left: nobody can see
 * whether it still reads, and its connection could not become a WebSocket.
 */
final class LateAnswer extends ChannelInboundHandlerAdapter {

  private static final String LEAVING = " early, since this instance was leaving";

  /** What is written, if anything. */
  interface Answering {

    /** Does not flush; null where there is no answer. */
    @Nullable ChannelFuture write(ChannelHandlerContext context);
  }

  /** How TCP is ended behind it. */
  interface Ending {
    void end(ChannelHandlerContext context, boolean hasPeerEnded);
  }

  private final PendingRefusal pending;
  private final Duration delay;
  private final int status;
  private final Answering answering;
  private final Ending ending;
  private @Nullable Future<?> timer;
  private boolean isOver;

  private LateAnswer(
      PendingRefusal pending, Duration delay, int status, Answering answering, Ending ending) {
    this.pending = pending;
    this.delay = delay;
    this.status = status;
    this.answering = answering;
    this.ending = ending;
  }

  /**
   * Takes the connection over.
   *
   * @param reader who has read the handshake, below HTTP
   * @param status the one that is written, or {@link Refusal#NO_RESPONSE}
   */
  static void on(
      ChannelHandlerContext reader,
      PendingRefusal pending,
      Duration delay,
      int status,
      Answering answering,
      Ending ending) {
    LateAnswer late = new LateAnswer(pending, delay, status, answering, ending);
    reader.pipeline().addBefore(reader.name(), "late-answer", late);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (delay.isZero()) {
      answer(context, "");
    } else if (hasPeerEnded(context)) {
      left(context);
    } else {
      await(context);
    }
  }

  private void await(ChannelHandlerContext context) {
    HandshakeDeadline deadline = HandshakeDeadline.of(context.channel());
    if (deadline != null) {
      deadline.hasPlace();
    }
    ReadGate.takenOver(context.channel().config());
    timer =
        context
            .executor()
            .schedule(() -> answer(context, ""), delay.toNanos(), TimeUnit.NANOSECONDS);
    pending.onHurry(() -> context.executor().execute(() -> answer(context, LEAVING)));
  }

  private static boolean hasPeerEnded(ChannelHandlerContext context) {
    return context.channel() instanceof DuplexChannel channel && channel.isInputShutdown();
  }

  private void answer(ChannelHandlerContext context, String how) {
    if (isOver) {
      return;
    }
    stop();
    ChannelFuture answer = answering.write(context);
    if (answer == null) {
      pending.unanswered(how.isEmpty() ? "" : "TCP was ended" + how);
    } else {
      answer.addListener(written -> {
        if (written.isSuccess()) {
          pending.answered(status, how.isEmpty() ? "" : "sent" + how);
        } else {
          notSent("the client did not take it");
        }
      });
    }
    ending.end(context, hasPeerEnded(context));
  }

  private void left(ChannelHandlerContext context) {
    stop();
    notSent("the client left first");
    context.close();
  }

  private void notSent(String why) {
    pending.unanswered(status == Refusal.NO_RESPONSE ? why : "not sent: " + why);
  }

  private void stop() {
    isOver = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      bytes.release();
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean isEndOfTls = event instanceof SslCloseCompletionEvent;
    if (!isOver && (isEndOfTls || event instanceof ChannelInputShutdownEvent)) {
      left(context);
    } else if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException) && !Tls.isFaultOfPeer(cause)) {
      context.fireExceptionCaught(cause);
    } else if (isOver) {
      context.close();
    } else {
      left(context);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (!isOver) {
      stop();
      notSent("TCP ended first");
    }
  }
}
