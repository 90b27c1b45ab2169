package io.github.echosounder.load;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: at random, up to a bound that doubles each time. */
final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private long boundMillis = FIRST_MILLIS;

  long nextMillis() {
    long bound = boundMillis;
    boundMillis = Math.min(LONGEST_MILLIS, 2 * bound);
    return ThreadLocalRandom.current().nextLong(bound + 1);
  }

  void reset() {
    boundMillis = FIRST_MILLIS;
  }
}
