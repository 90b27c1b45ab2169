package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long an echo takes. */
final class RttStep implements Step {

  private static final int ECHOES = 50;

  /** Where each echo takes seconds, fewer tell as much. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = path.open();
    long[] all = new long[ECHOES];
    long began = System.nanoTime();
    int echoes = 0;
    while (echoes < ECHOES && System.nanoTime() - began < LONGEST_NANOS) {
      String text = "rtt " + echoes + " " + Messages.nonce();
      long sent = System.nanoTime();
      connection.text(text);
      Event.Message reply = Echoes.next(path, connection, "after " + echoes + " echoes");
      all[echoes] = reply.nanos() - sent;
      Outcome fault =
          EchoJudgement.of(text.getBytes(StandardCharsets.UTF_8), true, reply, path.hasEchoed());
      if (fault != null) {
        return fault;
      }
      path.echoed();
      echoes++;
    }
    long[] nanos = Arrays.copyOf(all, echoes);
    Arrays.sort(nanos);
    return Outcome.pass(
            "Of "
                + echoes
                + " echoes half took up to "
                + Text.millis(percentile(nanos, 50))
                + ", nine in ten "
                + Text.millis(percentile(nanos, 90))
                + ", the slowest "
                + Text.millis(nanos[echoes - 1])
                + ".")
        .with("echoes", echoes)
        .with("minMillis", millis(nanos[0]))
        .with("p50Millis", millis(percentile(nanos, 50)))
        .with("p90Millis", millis(percentile(nanos, 90)))
        .with("p99Millis", millis(percentile(nanos, 99)))
        .with("maxMillis", millis(nanos[echoes - 1]));
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }

  private static double millis(long nanos) {
    return Text.rounded(nanos / 1e6, 3);
  }
}
