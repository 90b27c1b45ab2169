package io.github.echosounder.load;

import io.github.echosounder.client.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a run went.
 *
 * @param seconds from its begin until nothing new was sent
 * @param firstFailure what kept the first connection that failed from opening
 * @param notes sentences about what bears on the figures, such as that this command was the limit
 */
record Report(
    String target,
    Plan plan,
    double seconds,
    Tally tally,
    @Nullable Failure firstFailure,
    List<String> notes) {

  private static final int PASSED = 0;
  private static final int NOT_THE_ECHO = 6;
  private static final int ENDED = 8;

  double messagesPerSecond() {
    return seconds > 0 ? tally.echoed / seconds : 0;
  }

  double bytesPerSecond() {
    return messagesPerSecond() * plan.size();
  }

  /** What was said of attempts that opened no connection, each with how often. */
  List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    tally.refusals.forEach(
        (how, count) -> refusals.add(String.format(Locale.ROOT, "%,d × %s", count, how)));
    return refusals;
  }

  int exitCode() {
    if (tally.opened == 0 && firstFailure != null) {
      return Refusals.exitCode(firstFailure.kind());
    }
    if (!plan.isSurviving() && tally.unexpectedEnds > 0) {
      return ENDED;
    }
    return tally.isFlawless() && tally.failed == 0 ? PASSED : NOT_THE_ECHO;
  }
}
