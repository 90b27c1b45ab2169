package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Histogram;

/**
 * Measures from the read that brought a message to its echo being with the kernel. Reading the
 * clock costs more than an echo: one read in 16 is timed.
 */
final class EchoTimes {

  private static final int EVERY = 0xF;

  private final Histogram times;
  private int reads;

  /** When the read that is timed began, or zero. */
  private long since;

  private boolean isEchoed;

  EchoTimes(Histogram times) {
    this.times = times;
  }

  /** Where a reply is no sign of how long an echo takes. */
  static EchoTimes ofNobody() {
    return new EchoTimes(new Histogram());
  }

  void read() {
    if (since == 0 && (reads++ & EVERY) == 0) {
      since = System.nanoTime();
      isEchoed = false;
    }
  }

  void echoed() {
    isEchoed = true;
  }

  /** The replies are with the kernel, at once or after the peer had let them wait. */
  void sent() {
    if (since != 0) {
      if (isEchoed) {
        times.record(System.nanoTime() - since);
      }
      since = 0;
    }
  }
}
