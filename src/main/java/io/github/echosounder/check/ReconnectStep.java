package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.OpeningException;
import java.util.Arrays;

/** Opens and closes ten times. */
final class ReconnectStep implements Step {

  private static final int TIMES = 10;

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    long[] nanos = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long began = System.nanoTime();
      try {
        BlockingConnection connection = path.open();
        connection.close(1000, "");
      } catch (OpeningException e) {
        Outcome fault = Openings.judge(e.failure(), path.timeout(), path.address().isSecure());
        return fault.saying("That was connection " + (i + 1) + " of " + TIMES + " in a row.");
      }
      nanos[i] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    return Outcome.pass(
            "Ten times in a row, half of them open within "
                + Text.millis(nanos[TIMES / 2])
                + ", the slowest within "
                + Text.millis(nanos[TIMES - 1])
                + ".")
        .with("times", TIMES)
        .with("slowestMillis", Text.rounded(nanos[TIMES - 1] / 1e6, 2));
  }
}
