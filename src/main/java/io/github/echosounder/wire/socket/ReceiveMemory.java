package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Gives the reads of an event loop the same memory again and again, which therefore stays in the
 * processor's cache, and with room for a header before what is read. It is free again once the
 * replies made in it are written; should the peer not take them, they move elsewhere (see {@code
 * Outbox}).
 *
 * <p>All that a read brings may have to be held: where half of the budget is, each read takes a
 * share of the rest, so that many peers that take no replies leave room for others.
 */
public final class ReceiveMemory extends AbstractByteBufAllocator {

  /** What one read takes at most. */
  public static final int SIZE = 256 * 1024;

  /** What a read takes where little is expected: many of them lie side by side. */
  private static final int SMALL = 4 * 1024;

  private static final int SMALL_ONES = 64;

  /** More than the largest header of a reply, and a multiple of a word. */
  private static final int HEADROOM = 16;

  private static final PooledByteBufAllocator POOL = PooledByteBufAllocator.DEFAULT;

  /** It stays until the event loop ends: no leak detector is to look at it, or to wrap it. */
  private static final UnpooledByteBufAllocator LASTING = new UnpooledByteBufAllocator(true, true);

  private final HeldMemory budget;
  private final ByteBuf large = LASTING.directBuffer(HEADROOM + SIZE);
  private final ByteBuf[] small = new ByteBuf[SMALL_ONES];
  private final Set<ByteBuf> all = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The small one that has been free for longest. */
  private int next;

  private boolean isReleased;

  ReceiveMemory(HeldMemory budget) {
    super(true);
    this.budget = budget;
    for (int i = 0; i < SMALL_ONES; i++) {
      small[i] = LASTING.directBuffer(HEADROOM + SMALL);
    }
    all.add(large);
    all.addAll(List.of(small));
  }

  /** Whether replies stand in the way of the next large read until they are written. */
  public boolean isLent() {
    return large.refCnt() > 1;
  }

  public boolean isPartOf(ByteBuf replies) {
    ByteBuf root = replies.unwrap() == null ? replies : replies.unwrap();
    return all.contains(root);
  }

  /** What is lent goes when its borrowers are done; whoever reads on gets memory of its own. */
  void release() {
    isReleased = true;
    all.forEach(ByteBuf::release);
  }

  @Override
  protected ByteBuf newDirectBuffer(int expected, int maxCapacity) {
    if (isReleased) {
      return POOL.directBuffer(expected, maxCapacity);
    }
    if (expected <= SMALL) {
      ByteBuf candidate = small[next];
      if (candidate.refCnt() == 1) {
        next = (next + 1) % SMALL_ONES;
        return lend(candidate);
      }
    }
    int most = most();
    if (isLent() || expected > SIZE || most < SIZE) {
      return POOL.directBuffer(Math.min(expected, most), maxCapacity);
    }
    return lend(large);
  }

  private int most() {
    return budget.held() < budget.limit() / 2
        ? Integer.MAX_VALUE
        : (int) Math.max(SMALL, budget.share());
  }

  private static ByteBuf lend(ByteBuf memory) {
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
