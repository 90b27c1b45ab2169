package io.github.echosounder.wire.opening;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

/**
 * Keeps what waits for the rest of a TLS record small: it stays in the memory it was read into, and
 * Netty's own way of joining reads grows to a MiB and stays so large for as long as the peer stops
 * within a record.
 */
public final class TlsReads {

  /** At most one of the largest records, or nearly; each channel has a handle of its own of it. */
  private static final AdaptiveRecvByteBufAllocator SIZES =
      new AdaptiveRecvByteBufAllocator(64, 2048, 16 * 1024);

  private TlsReads() {}

  /** Before the channel reads for the first time. */
  public static void limit(Channel channel) {
    channel.config().setRecvByteBufAllocator(SIZES);
  }

  public static void limit(SslHandler tls) {
    tls.setCumulator(TlsReads::join);
  }

  private static ByteBuf join(ByteBufAllocator allocator, ByteBuf rest, ByteBuf read) {
    if (!rest.isReadable()) {
      rest.release();
      return read;
    }
    try {
      return allocator
          .buffer(rest.readableBytes() + read.readableBytes())
          .writeBytes(rest)
          .writeBytes(read);
    } finally {
      rest.release();
      read.release();
    }
  }
}
