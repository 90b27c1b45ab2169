package io.github.echosounder.wire.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much a connection reads at a time: about one TLS record, of which a part may wait. An open
 * WebSocket reads more into its event loop's memory: without TLS, and with BoringSSL, which leaves
 * nothing there.
 */
public final class TlsReads implements RecvByteBufAllocator {

  /** At most one of the largest records, or nearly; each channel has a handle of its own of it. */
  private static final AdaptiveRecvByteBufAllocator SIZES =
      new AdaptiveRecvByteBufAllocator(64, 2048, 16 * 1024);

  private @Nullable ReceiveMemory memory;

  private TlsReads() {}

  /** Before the channel reads for the first time. */
  public static void limit(Channel channel) {
    channel.config().setRecvByteBufAllocator(SIZES);
  }

  /** Before the channel reads for the first time: more may be read later. */
  static void prepare(Channel channel) {
    channel.config().setRecvByteBufAllocator(new TlsReads());
  }

  /** More is read from now on, where that was prepared. */
  public static void into(ReceiveMemory memory, Channel channel) {
    if (channel.config().getRecvByteBufAllocator() instanceof TlsReads reads) {
      reads.memory = memory;
    }
  }

  @Override
  public ExtendedHandle newHandle() {
    return new Sized((ExtendedHandle) SIZES.newHandle());
  }

  private final class Sized extends DelegatingHandle implements ExtendedHandle {

    private final ExtendedHandle sizes;

    private Sized(ExtendedHandle sizes) {
      super(sizes);
      this.sizes = sizes;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return memory == null ? sizes.allocate(allocator) : memory.directBuffer(sizes.guess());
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier mayHaveMore) {
      return sizes.continueReading(mayHaveMore);
    }
  }
}
