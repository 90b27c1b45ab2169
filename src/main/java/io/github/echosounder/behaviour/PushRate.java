package io.github.echosounder.behaviour;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * How much may be pushed in a second to all streams together. It is handed out a little at a time
 * to who asks, in the order in which they ask: so each stream has its rate or an equal share. For
 * any thread.
 */
public final class PushRate {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** So much time's worth that nobody took may be taken later. */
  private static final long BURST = SECOND / 10;

  private static final int PARTS_PER_SECOND = 1000;
  private static final long SMALLEST_PART = 1024;
  private static final long LARGEST_PART = 1024 * 1024;

  private final double nanosPerByte;
  private final long part;
  private final LongPredicate hasRoom;

  /** When all that was handed out would have been pushed. */
  private final AtomicLong takenUntil = new AtomicLong(Long.MIN_VALUE);

  /** Where memory is no matter. */
  public PushRate(long bytesPerSecond) {
    this(bytesPerSecond, bytes -> true);
  }

  /** {@code hasRoom} tells whether there is memory for a message of so many bytes more. */
  public PushRate(long bytesPerSecond, LongPredicate hasRoom) {
    this.nanosPerByte = (double) SECOND / bytesPerSecond;
    this.part = Math.max(SMALLEST_PART, Math.min(bytesPerSecond / PARTS_PER_SECOND, LARGEST_PART));
    this.hasRoom = hasRoom;
  }

  /** The most bytes that are handed out at a time. */
  long part() {
    return part;
  }

  boolean hasRoom(long bytes) {
    return hasRoom.test(bytes);
  }

  /** Hands out so many bytes, to be pushed from the time that is returned on. */
  long take(long bytes, long nowNanos) {
    long cost = (long) (bytes * nanosPerByte);
    while (true) {
      long before = takenUntil.get();
      long from = Math.max(before, nowNanos - BURST);
      if (takenUntil.compareAndSet(before, from + cost)) {
        return Math.max(from, nowNanos);
      }
    }
  }
}
