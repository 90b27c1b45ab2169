package io.github.echosounder.load;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The messages of a lane that were sent and not echoed, and the judgement of what comes back. An
 * echo server keeps the order: what comes before its turn passes over those before it, which are
 * lost unless they come after all.
 */
final class Window {

  /** Nothing was answered whose time is known. */
  static final long NOTHING = Long.MIN_VALUE;

  /** Those passed over longer ago are not awaited any more. */
  private static final int LATE_ONES = 100_000;

  private final long numbers;
  private final Tally tally;
  private final Set<Long> passedOver = new HashSet<>();

  /** When each was due, at its number modulo the length. */
  private long[] due;

  private long first;
  private long next;

  /**
   * @param numbers how many numbers the messages can tell apart
   * @param size how many messages are expected to be on their way at once
   */
  Window(long numbers, int size, Tally tally) {
    this.numbers = numbers;
    this.tally = tally;
    this.due = new long[Math.max(2, Integer.highestOneBit(Math.max(1, size)) * 2)];
  }

  /** A new message, which is sent now. Returns its number. */
  long send(long dueNanos) {
    if (next - first == due.length) {
      grow();
    }
    due[at(next)] = dueNanos;
    tally.sent++;
    return next++;
  }

  private int at(long number) {
    return (int) (number & due.length - 1);
  }

  private void grow() {
    long[] old = due;
    due = Arrays.copyOf(old, old.length * 2);
    for (long number = first; number < next; number++) {
      due[at(number)] = old[(int) (number & old.length - 1)];
    }
  }

  /** The oldest that is awaited. */
  long first() {
    return first;
  }

  /** The number that the next new message will have. */
  long next() {
    return next;
  }

  int size() {
    return (int) (next - first);
  }

  boolean isEmpty() {
    return next == first;
  }

  /** Whether a message was passed over that may still come. */
  boolean isLateOneAwaited() {
    return !passedOver.isEmpty();
  }

  /**
   * Judges a message that came.
   *
   * @param claimed the number that it names, modulo {@code numbers}
   * @return when the message was due whose echo it is, or {@link #NOTHING}
   */
  long judge(long claimed, boolean isAsSent) {
    if (!isAsSent) {
      // It stands for the one whose turn it is.
      tally.altered++;
      first = Math.min(next, first + 1);
      return NOTHING;
    }
    // The first number from the window's begin on that looks like this.
    long number = first + Math.floorMod(claimed - first, numbers);
    if (number < next) {
      return inWindow(number);
    }
    late(number - numbers);
    return NOTHING;
  }

  private long inWindow(long number) {
    for (; first < number; first++) {
      passOver(first);
    }
    first++;
    tally.echoed++;
    return due[at(number)];
  }

  private void passOver(long number) {
    if (passedOver.size() == LATE_ONES) {
      forgetLateOnes();
    }
    passedOver.add(number);
  }

  /** Its turn is over; or that of one before it, which looks like it in a short message. */
  private void late(long number) {
    long oldest = Math.max(0, first - LATE_ONES);
    for (long same = number; same >= oldest && !passedOver.isEmpty(); same -= numbers) {
      if (passedOver.remove(same)) {
        tally.reordered++;
        tally.echoed++;
        return;
      }
    }
    if (number >= 0) {
      tally.duplicated++;
    } else {
      // Nobody has sent this.
      tally.altered++;
    }
  }

  /** What was passed over on a connection that has ended does not come any more. */
  void forgetLateOnes() {
    tally.lost += passedOver.size();
    passedOver.clear();
  }

  /** Nothing comes any more. */
  void giveUp() {
    forgetLateOnes();
    tally.lost += size();
    first = next;
  }
}
