package io.github.echosounder.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What the lanes of one event loop have counted, or all of them together. For one thread. */
final class Tally {

  /** Longer waits count as this. */
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  private static final int DIGITS = 3;

  // Connections.
  long opened;
  long failed;
  long reconnected;
  long unexpectedEnds;
  final Map<Integer, Long> closes = new TreeMap<>();

  /** Attempts that opened no connection, by what was said of them. */
  final Map<String, Long> refusals = new TreeMap<>();

  // Messages.
  long sent;
  long echoed;
  long lost;
  long duplicated;
  long reordered;
  long altered;
  long sentAgain;

  /** Messages that were due and never left, because so many were on their way. */
  long overdue;

  /** A sentence about one that was altered. */
  @Nullable String firstAltered;

  /** From the moment when a message was due. */
  final Histogram latency = new Histogram(LONGEST_NANOS, DIGITS);

  /** How late the schedule of a fixed rate ran. */
  final Histogram lateness = new Histogram(LONGEST_NANOS, DIGITS);

  long longestGapNanos;

  void latency(long nanos) {
    latency.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
  }

  void lateness(long nanos) {
    lateness.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
  }

  void closed(int code) {
    unexpectedEnds++;
    closes.merge(code, 1L, Long::sum);
  }

  void refused(String how) {
    refusals.merge(how, 1L, Long::sum);
  }

  void gap(long nanos) {
    longestGapNanos = Math.max(longestGapNanos, nanos);
  }

  boolean isFlawless() {
    return lost + duplicated + reordered + altered == 0;
  }

  void add(Tally other) {
    opened += other.opened;
    failed += other.failed;
    reconnected += other.reconnected;
    unexpectedEnds += other.unexpectedEnds;
    other.closes.forEach((code, count) -> closes.merge(code, count, Long::sum));
    other.refusals.forEach((how, count) -> refusals.merge(how, count, Long::sum));
    sent += other.sent;
    echoed += other.echoed;
    lost += other.lost;
    duplicated += other.duplicated;
    reordered += other.reordered;
    altered += other.altered;
    sentAgain += other.sentAgain;
    overdue += other.overdue;
    firstAltered = firstAltered == null ? other.firstAltered : firstAltered;
    latency.add(other.latency);
    lateness.add(other.lateness);
    gap(other.longestGapNanos);
  }
}
