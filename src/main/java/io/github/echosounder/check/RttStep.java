package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How long an echo takes. */
final class RttStep implements Step {

  private static final int ECHOES = 50;

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = path.open();
    long[] nanos = new long[ECHOES];
    for (int i = 0; i < ECHOES; i++) {
      String text = "rtt " + i + " " + Messages.nonce();
      long sent = System.nanoTime();
      connection.text(text);
      Event.Message reply = Echoes.next(path, connection, "after " + i + " echoes");
      nanos[i] = reply.nanos() - sent;
      Outcome fault =
          EchoJudgement.of(text.getBytes(StandardCharsets.UTF_8), true, reply, path.hasEchoed());
      if (fault != null) {
        return fault;
      }
      path.echoed();
    }
    Arrays.sort(nanos);
    return Outcome.pass(
            "Of "
                + ECHOES
                + " echoes half took up to "
                + Text.millis(percentile(nanos, 50))
                + ", nine in ten "
                + Text.millis(percentile(nanos, 90))
                + ", the slowest "
                + Text.millis(nanos[ECHOES - 1])
                + ".")
        .with("minMillis", millis(nanos[0]))
        .with("p50Millis", millis(percentile(nanos, 50)))
        .with("p90Millis", millis(percentile(nanos, 90)))
        .with("p99Millis", millis(percentile(nanos, 99)))
        .with("maxMillis", millis(nanos[ECHOES - 1]));
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }

  private static double millis(long nanos) {
    return Text.rounded(nanos / 1e6, 3);
  }
}
