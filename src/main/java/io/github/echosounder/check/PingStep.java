package io.github.echosounder.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** RFC 6455, 5.5.2: a ping with a payload, and who answered it. */
final class PingStep implements Step {

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    byte[] payload = ("ping " + Messages.nonce()).getBytes(StandardCharsets.US_ASCII);
    BlockingConnection connection = path.open();
    long sent = System.nanoTime();
    connection.ping(payload);
    Event.Pong pong;
    try {
      pong = Echoes.pong(path, connection, path.timeout());
    } catch (BrokenException broken) {
      return broken.outcome().cause() == Cause.SILENT
          ? unanswered(path.timeout())
          : broken.outcome();
    }
    if (!Arrays.equals(payload, pong.payload())) {
      return Outcome.fail(
          Cause.PING_UNANSWERED,
          "A pong came, but with another payload than the ping's, so it does not answer it (RFC 6455,"
              + " 5.5.3).");
    }
    Outcome answered =
        Outcome.pass("A ping was answered after " + Text.millis(pong.nanos() - sent) + ".")
            .with("millis", Text.rounded((pong.nanos() - sent) / 1e6, 2));
    return path.isEchosounder() ? byWhom(path, answered) : answered;
  }

  private static Outcome unanswered(Duration timeout) {
    return Outcome.fail(
        Cause.PING_UNANSWERED,
        "A ping was not answered within "
            + Text.of(timeout)
            + ": the server breaks RFC 6455 (5.5.2), or something on the way swallows pings, so"
            + " keep-alives by ping do not work here.");
  }

  /** Inspect tells of each ping that arrives, in its order among the messages. */
  private static Outcome byWhom(Path path, Outcome answered)
      throws OpeningException, BrokenException, InterruptedException {
    Inspection inspection = Inspection.reach(path, path.request());
    if (inspection == null) {
      return answered;
    }
    inspection.connection().ping("who answers".getBytes(StandardCharsets.US_ASCII));
    inspection.connection().text("behind the ping");
    JsonNode next = inspection.next("from /ws/inspect after a ping");
    if (next.path("event").asText().equals("ping")) {
      return answered.with("answeredBy", "server");
    }
    return Outcome.remark(
            Cause.PING_ANSWERED_BY_PATH,
            "Pings are answered by something on the way and do not reach the server: they show that"
                + " the proxy lives, not that the server does.")
        .with(answered.facts())
        .with("answeredBy", "path");
  }
}
