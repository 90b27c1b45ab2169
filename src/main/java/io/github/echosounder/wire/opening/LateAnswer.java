package io.github.echosounder.wire.opening;

import io.github.echosounder.wire.socket.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * In front of whoever has read a handshake that is answered late, or never: drops what still comes.
 * A timer of the event loop is all that waits, and the connection is one of the newcomers
 * meanwhile, so it is given up when there are too many.
 */
final class LateAnswer extends ChannelInboundHandlerAdapter {

  /** What is done when the time has come. */
  interface Answering {
    void answer(ChannelHandlerContext context, boolean hasPeerEnded);
  }

  private final Duration delay;
  private final boolean isWorthWaiting;
  private final Answering answering;
  private @Nullable Future<?> timer;
  private boolean hasAnswered;
  private boolean hasPeerEnded;

  private LateAnswer(Duration delay, boolean isWorthWaiting, Answering answering) {
    this.delay = delay;
    this.isWorthWaiting = isWorthWaiting;
    this.answering = answering;
  }

  /**
   * Takes the connection over.
   *
   * @param reader who has read the handshake, below HTTP
   * @param isWorthWaiting whether there is an answer for a peer that has ended its half of TCP
   */
  static void on(
      ChannelHandlerContext reader, Duration delay, boolean isWorthWaiting, Answering answering) {
    LateAnswer late = new LateAnswer(delay, isWorthWaiting, answering);
    reader.pipeline().addBefore(reader.name(), "late-answer", late);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (delay.isZero()) {
      answer(context);
      return;
    }
    HandshakeDeadline deadline = HandshakeDeadline.of(context.channel());
    if (deadline != null) {
      deadline.stay();
    }
    ReadGate.takenOver(context.channel().config());
    timer =
        context.executor().schedule(() -> answer(context), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void answer(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      hasAnswered = true;
      answering.answer(context, hasPeerEnded);
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

  /** RFC 6455, 7.1.1: a peer may end its half of TCP and still read. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      hasPeerEnded = true;
      if (hasAnswered || !isWorthWaiting) {
        context.close();
      }
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || Tls.isFaultOfPeer(cause)) {
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
