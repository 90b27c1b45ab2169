package io.github.echosounder.wire.opening;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request is not complete in time, however diligently it sends a byte now
 * and then. The clock runs from the connection's start, and again from the first byte after a
 * request, until the next request is complete.
 */
public final class HandshakeDeadline extends ChannelInboundHandlerAdapter {

  private final Duration timeout;
  private @Nullable ScheduledFuture<?> clock;
  private boolean isReading;

  public HandshakeDeadline(Duration timeout) {
    this.timeout = timeout;
  }

  /** The request of this connection is complete. */
  public static void met(Channel channel) {
    HandshakeDeadline deadline = channel.pipeline().get(HandshakeDeadline.class);
    if (deadline != null) {
      deadline.stop();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    start(context);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (clock == null && isHttp(context)) {
      start(context);
    }
    isReading = true;
    context.fireChannelRead(message);
    isReading = false;
  }

  /**
   * Whether the request that is handled now is the one that is being read. One that waited for the
   * answer to an earlier request is not, and what came behind it was taken for a request too.
   */
  public static boolean isBeingRead(Channel channel) {
    HandshakeDeadline deadline = channel.pipeline().get(HandshakeDeadline.class);
    return deadline == null || deadline.isReading;
  }

  /** In dev mode there are WebSockets that are not ours, and keep this handler. */
  private static boolean isHttp(ChannelHandlerContext context) {
    return context.pipeline().get(HttpRequestDecoder.class) != null;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  private void start(ChannelHandlerContext context) {
    clock =
        context
            .executor()
            .schedule(() -> context.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stop() {
    if (clock != null) {
      clock.cancel(false);
      clock = null;
    }
  }
}
