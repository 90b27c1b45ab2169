package io.github.echosounder.check;

import java.util.List;

/** Whether ticks that left one by one came in heaps. */
final class BufferingJudgement {

  /** A tick, by two clocks of which only differences count, in milliseconds. */
  record Tick(double departed, double arrived) {}

  private BufferingJudgement() {}

  static Outcome of(List<Tick> ticks, double intervalMillis) {
    double quickest = ticks.stream().mapToDouble(t -> t.arrived() - t.departed()).min().orElse(0);
    double latest =
        ticks.stream().mapToDouble(t -> t.arrived() - t.departed() - quickest).max().orElse(0);
    int heaped = 0;
    for (int i = 1; i < ticks.size(); i++) {
      double arrivals = ticks.get(i).arrived() - ticks.get(i - 1).arrived();
      double departures = ticks.get(i).departed() - ticks.get(i - 1).departed();
      heaped += arrivals < 0.2 * intervalMillis && departures > 0.6 * intervalMillis ? 1 : 0;
    }
    boolean isBuffered = heaped * 2 >= ticks.size() - 1 && latest > 2.4 * intervalMillis;
    String figures = ticks.size() + " ticks, one each " + Math.round(intervalMillis) + " ms";
    Outcome outcome =
        isBuffered
            ? Outcome.fail(
                Cause.BUFFERED,
                "Of "
                    + figures
                    + ", "
                    + heaped
                    + " came together with the one before, up to "
                    + Math.round(latest)
                    + " ms late: something on the way collects what the server sends.")
            : Outcome.pass(
                figures
                    + ", came one by one, at most "
                    + Math.round(latest)
                    + " ms later than the quickest.");
    return outcome
        .with("ticks", ticks.size())
        .with("together", heaped)
        .with("latestMillis", Text.rounded(latest, 1));
  }
}
