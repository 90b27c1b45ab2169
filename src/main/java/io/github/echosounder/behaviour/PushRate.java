package io.github.echosounder.behaviour;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How much may be pushed in a second to all streams together. For any thread. */
public final class PushRate {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** So much time's worth may go at once; who comes too early comes again after as long. */
  private static final long BURST = SECOND / 10;

  /** A small message costs more than its bytes. */
  private static final long LEAST_BYTES = 1024;

  private final double nanosPerByte;

  /** When all that was pushed would have been without a burst. */
  private final AtomicLong paidUntil = new AtomicLong(Long.MIN_VALUE);

  public PushRate(long bytesPerSecond) {
    this.nanosPerByte = (double) SECOND / bytesPerSecond;
  }

  /**
   * Now, where a message of so many bytes may go, which is counted then; else when to ask again.
   */
  long take(long bytes, long nowNanos) {
    long cost = (long) (Math.max(bytes, LEAST_BYTES) * nanosPerByte);
    while (true) {
      long before = paidUntil.get();
      if (before > nowNanos + BURST) {
        return nowNanos + BURST;
      }
      if (paidUntil.compareAndSet(before, Math.max(before, nowNanos) + cost)) {
        return nowNanos;
      }
    }
  }
}
