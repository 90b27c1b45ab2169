package io.github.echosounder.session;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts values by size. One thread writes; readers may see a moment earlier. */
public final class Histogram {

  private final long[] bounds;

  /** A count for each bound, one for what is above, and the sum of the values. */
  private final AtomicLongArray counts;

  public Histogram(long... bounds) {
    this.bounds = bounds;
    this.counts = new AtomicLongArray(bounds.length + 2);
  }

  /** Called by the owning event loop alone. */
  public void record(long value) {
    int slot = 0;
    while (slot < bounds.length && value > bounds[slot]) {
      slot++;
    }
    add(slot, 1);
    add(bounds.length + 1, value);
  }

  private void add(int slot, long more) {
    counts.setRelease(slot, counts.getPlain(slot) + more);
  }

  /** How many bounds there are. */
  public int size() {
    return bounds.length;
  }

  public long bound(int slot) {
    return bounds[slot];
  }

  /** Values in this slot alone; the one behind the last bound is for what is above it. */
  public long count(int slot) {
    return counts.getAcquire(slot);
  }

  public long sum() {
    return counts.getAcquire(bounds.length + 1);
  }
}
