package io.github.echosounder.check;

/** What follows from which of the three connections ended. */
final class IdleJudgement {

  /**
   * How one fared.
   *
   * @param ageSeconds when it ended; meaningless while it is open
   * @param silenceSeconds how long nothing had moved then
   */
  record Fate(boolean isEnded, double ageSeconds, double silenceSeconds) {

    static Fate of(Watch watch) {
      return new Fate(
          watch.end() != null || watch.isDead(), watch.ageSeconds(), watch.silenceSeconds());
    }
  }

  /** What is to be named. */
  enum Finding {
    NONE,
    SILENT_CUT,
    CUT_DESPITE_PING,
    /** Connections end whatever moves on them. */
    NOT_FOR_SILENCE
  }

  private IdleJudgement() {}

  static Finding of(Fate silent, Fate pinging, Fate talking) {
    if (!silent.isEnded()) {
      return pinging.isEnded() || talking.isEnded() ? Finding.NOT_FOR_SILENCE : Finding.NONE;
    }
    if (talking.isEnded() && isTogether(silent, talking)) {
      return Finding.NOT_FOR_SILENCE;
    }
    return pinging.isEnded() ? Finding.CUT_DESPITE_PING : Finding.SILENT_CUT;
  }

  private static boolean isTogether(Fate one, Fate other) {
    return Math.abs(one.ageSeconds() - other.ageSeconds()) <= Math.max(1, 0.1 * one.ageSeconds());
  }
}
