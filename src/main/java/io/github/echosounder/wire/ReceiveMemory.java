package io.github.echosounder.wire;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Gives every read of an event loop the same memory, which therefore stays in the processor's
 * cache, and with room for a header before what is read. It is free again once the replies made in
 * it are written; should the peer not take them, they move elsewhere (see {@code Outbox}).
 */
final class ReceiveMemory extends AbstractByteBufAllocator {

  /** What one read takes at most. */
  static final int SIZE = 256 * 1024;

  /** More than the largest header of a reply, and a multiple of a word. */
  private static final int HEADROOM = 16;

  private static final FastThreadLocal<ReceiveMemory> OF_THIS_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected ReceiveMemory initialValue() {
          return new ReceiveMemory();
        }
      };

  private static final PooledByteBufAllocator POOL = PooledByteBufAllocator.DEFAULT;

  private final ByteBuf memory = Unpooled.directBuffer(HEADROOM + SIZE);

  private ReceiveMemory() {
    super(true);
  }

  static ReceiveMemory ofThisLoop() {
    return OF_THIS_LOOP.get();
  }

  /** Whether replies in this memory are still to be written. */
  boolean isTaken() {
    return memory.refCnt() > 1;
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    if (isTaken() || initialCapacity > SIZE) {
      return POOL.directBuffer(initialCapacity, maxCapacity);
    }
    return memory.retain().setIndex(HEADROOM, HEADROOM);
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return POOL.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }
}
