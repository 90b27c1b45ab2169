package io.github.echosounder.behaviour;

import java.util.concurrent.TimeUnit;

/** What one stream has of the {@link PushRate}: it waits for one part at a time. */
final class PushShare {

  /** A small message costs more than its bytes. */
  private static final long LEAST_BYTES = 1024;

  /** After so long it is looked again whether there is memory. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PushRate rate;

  /** May be pushed now. */
  private long credit;

  /** May be pushed from {@link #partNanos} on; zero: nothing was asked for. */
  private long part;

  private long partNanos;
  private long lastNanos = Long.MIN_VALUE;

  PushShare(PushRate rate) {
    this.rate = rate;
  }

  /**
   * Now, where a message of so many bytes may go, which is counted then; else when to ask again.
   *
   * @param due how many such messages are to go now
   */
  long take(long bytes, long due, long nowNanos) {
    if (!rate.hasRoom(bytes)) {
      return nowNanos + RETRY_NANOS;
    }
    long cost = Math.max(bytes, LEAST_BYTES);
    while (credit < cost) {
      if (part == 0) {
        long most = Math.max(1, rate.part() / cost);
        part = Math.min(rate.part(), cost * Math.min(due, most) - credit);
        partNanos = rate.take(part, nowNanos);
      }
      if (partNanos > nowNanos) {
        return partNanos;
      }
      if (lastNanos == nowNanos) {
        return nowNanos + 1; // others of this event loop take theirs first
      }
      lastNanos = nowNanos;
      credit += part;
      part = 0;
    }
    credit -= cost;
    return nowNanos;
  }
}
