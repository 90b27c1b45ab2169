package io.github.echosounder.wire.opening;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;

/** Keeps what a connection reads at a time to about one TLS record, of which a part may wait. */
public final class TlsReads {

  /** At most one of the largest records, or nearly; each channel has a handle of its own of it. */
  private static final AdaptiveRecvByteBufAllocator SIZES =
      new AdaptiveRecvByteBufAllocator(64, 2048, 16 * 1024);

  private TlsReads() {}

  /** Before the channel reads for the first time. */
  public static void limit(Channel channel) {
    channel.config().setRecvByteBufAllocator(SIZES);
  }
}
