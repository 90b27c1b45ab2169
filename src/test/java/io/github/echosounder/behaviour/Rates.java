package io.github.echosounder.behaviour;

import java.util.concurrent.TimeUnit;

/** What a rate makes of a push. */
public final class Rates {

  private Rates() {}

  /** For how long nothing more goes when so much is pushed at once. */
  public static long millisFor(PushRate rate, long bytes) {
    rate.take(bytes, 0); // with what nobody took before
    long before = rate.take(bytes, 0);
    return TimeUnit.NANOSECONDS.toMillis(rate.take(0, 0) - before);
  }

  public static boolean hasRoom(PushRate rate, long bytes) {
    return rate.hasRoom(bytes);
  }
}
