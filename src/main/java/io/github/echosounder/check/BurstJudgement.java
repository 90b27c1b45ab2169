package io.github.echosounder.check;

import java.util.Arrays;
import java.util.List;

/** Compares what came back of a burst with what went out. */
final class BurstJudgement {

  private BurstJudgement() {}

  /** {@code numbers} in the order of arrival; negative for what is not as it was sent. */
  static Outcome of(int sent, List<Integer> numbers) {
    int[] times = new int[sent];
    int altered = 0;
    int reordered = 0;
    int highest = -1;
    for (int number : numbers) {
      if (number < 0) {
        altered++;
        continue;
      }
      times[number]++;
      if (times[number] == 1) {
        reordered += number < highest ? 1 : 0;
        highest = Math.max(highest, number);
      }
    }
    // What was altered is not lost as well.
    int lost = Math.max(0, (int) Arrays.stream(times).filter(t -> t == 0).count() - altered);
    int duplicated = Arrays.stream(times).map(t -> Math.max(0, t - 1)).sum();
    return named(sent, altered, lost, duplicated, reordered)
        .with("sent", sent)
        .with("received", numbers.size())
        .with("lost", lost)
        .with("duplicated", duplicated)
        .with("reordered", reordered)
        .with("altered", altered);
  }

  private static Outcome named(int sent, int altered, int lost, int duplicated, int reordered) {
    String of = " of " + sent + " messages ";
    if (altered > 0) {
      return Outcome.fail(
          Cause.MESSAGE_ALTERED, altered + of + "came back altered" + by("changes what passes"));
    }
    if (lost > 0) {
      return Outcome.fail(
          Cause.MESSAGE_LOST, lost + of + "did not come back" + by("drops messages"));
    }
    if (duplicated > 0) {
      return Outcome.fail(
          Cause.MESSAGE_DUPLICATED, duplicated + of + "came back twice" + by("repeats messages"));
    }
    if (reordered > 0) {
      return Outcome.fail(
          Cause.MESSAGE_REORDERED,
          reordered + of + "came back behind later ones" + by("answers in parallel"));
    }
    return Outcome.pass(sent + " messages sent at once came back whole, once, and in their order.");
  }

  private static String by(String does) {
    return ": the server or something on the way "
        + does
        + ". WebSockets keep order and lose nothing,"
        + " so it is no network, but a program.";
  }
}
