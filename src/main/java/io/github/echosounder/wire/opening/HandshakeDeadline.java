package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Doorway;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose request is not complete in time, however diligently it sends a byte now
 * and then. The clock runs from the connection's start, and again from the first byte after a
 * request, until the next request is complete; it stands while the server makes a connection wait.
 */
final class HandshakeDeadline extends ChannelInboundHandlerAdapter {

  /** Time is up. Whoever reads requests answers this; then TCP ends, answered or not. */
  record Expired(boolean hasReceived) {}

  /** The connection is about to be closed, for the others' sake. */
  record GivenUp() {}

  /** What there is to say then may take so long. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final long timeoutNanos;
  private final Newcomers newcomers;
  private final Doorway doorway;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> clock;
  private long endNanos;
  private long leftNanos;
  private boolean hasReceived;
  private boolean isHolding;

  HandshakeDeadline(Duration timeout, Newcomers newcomers, Doorway doorway) {
    this.timeoutNanos = timeout.toNanos();
    this.newcomers = newcomers;
    this.doorway = doorway;
  }

  static @Nullable HandshakeDeadline of(Channel channel) {
    return channel.pipeline().get(HandshakeDeadline.class);
  }

  /** The request of this connection is complete. */
  static void met(Channel channel) {
    HandshakeDeadline deadline = of(channel);
    if (deadline != null) {
      deadline.stop();
      deadline.leftNanos = 0;
    }
  }

  /** The connection waits for its turn. */
  void pause() {
    if (clock != null) {
      stop();
      leftNanos = Math.max(1, endNanos - System.nanoTime());
      newcomers.remove(this);
    }
  }

  /** The request turned out not to be complete. */
  void resume() {
    isHolding = false;
    if (leftNanos > 0 && context != null) {
      start(context, leftNanos);
      newcomers.add(this);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    this.context = context;
    start(context, timeoutNanos);
    newcomers.add(this);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (clock == null && leftNanos == 0 && isHttp(context)) {
      start(context, timeoutNanos);
    }
    hasReceived = true;
    newcomers.heardFrom(this);
    context.fireChannelRead(message);
  }

  /** In dev mode there are WebSockets that are not ours, and keep this handler. */
  private static boolean isHttp(ChannelHandlerContext context) {
    return context.pipeline().get(HttpRequestDecoder.class) != null;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
    newcomers.remove(this);
  }

  /** The request is complete, and has one of the places that WebSockets have. */
  void hasPlace() {
    newcomers.remove(this);
  }

  /** What has come of its request waits for the rest. */
  void holding() {
    isHolding = true;
  }

  boolean isHolding() {
    return isHolding;
  }

  /** There are too many that are no WebSockets, or they hold too much. */
  void giveUp() {
    if (context != null) {
      newcomers.remove(this);
      doorway.turnAway(Peers.of(context.channel()), "too many connections that are not WebSockets");
      context.fireUserEventTriggered(new GivenUp());
      context.close();
    }
  }

  private void start(ChannelHandlerContext context, long nanos) {
    leftNanos = 0;
    endNanos = System.nanoTime() + nanos;
    clock = context.executor().schedule(() -> lookAgain(context), nanos, TimeUnit.NANOSECONDS);
  }

  /** A loop that was busy has not yet read what came in time: that is done in its next pass. */
  private void lookAgain(ChannelHandlerContext context) {
    if (context.executor() instanceof SingleThreadEventLoop loop) {
      loop.executeAfterEventLoopIteration(() -> loop.execute(() -> expire(context)));
    } else {
      expire(context);
    }
  }

  private void expire(ChannelHandlerContext context) {
    if (clock == null || endNanos - System.nanoTime() > 0 || context.isRemoved()) {
      return;
    }
    clock = null;
    Future<?> end =
        context
            .executor()
            .schedule(() -> context.close(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> end.cancel(false));
    context.fireUserEventTriggered(new Expired(hasReceived));
  }

  private void stop() {
    if (clock != null) {
      clock.cancel(false);
      clock = null;
    }
  }
}
