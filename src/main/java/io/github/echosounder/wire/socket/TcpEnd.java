package io.github.echosounder.wire.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The end of TCP (RFC 6455, 7.1.1): the sending half ends behind the last frame, then what still
 * comes is read and dropped until the peer ends too. An outright close would answer such late bytes
 * with a reset, and that can destroy the last frames on their way.
 */
public final class TcpEnd {

  private TcpEnd() {}

  /** The peer has ended already: nothing is awaited but that the last frames are written. */
  public static void now(ChannelHandlerContext context, Duration patience) {
    limit(context, patience);
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> context.close());
  }

  /** TCP ends in any case when there has been so much patience. */
  static void limit(ChannelHandlerContext context, Duration patience) {
    var deadline =
        context
            .executor()
            .schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> deadline.cancel(false));
  }

  /** The peer's end is awaited; reading has to be possible until then. */
  public static void after(ChannelHandlerContext context, Duration patience) {
    limit(context, patience);
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> {
          if (written.isSuccess()) {
            endSending(context);
          } else {
            context.close();
          }
        });
  }

  /** With a reset in place of an end, past TLS, which would say goodbye. */
  static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().close(channel.voidPromise());
  }

  private static void endSending(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound().addListener(sent -> shutdown(context));
    } else {
      shutdown(context);
    }
  }

  private static void shutdown(ChannelHandlerContext context) {
    if (context.channel() instanceof DuplexChannel channel && channel.isActive()) {
      channel.shutdownOutput();
    } else {
      context.close();
    }
  }
}
