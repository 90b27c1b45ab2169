package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.Knob;
import io.github.echosounder.behaviour.KnobException;
import io.github.echosounder.behaviour.Knobs;
import java.time.Duration;

/** What {@code /ws/refuse} answers: the query chooses. */
final class ChosenFailure {

  private static final long DEFAULT_STATUS = 503;
  private static final String CHALLENGE = "Basic realm=\"asked for by the query\"";

  private ChosenFailure() {}

  /**
   * The one that is chosen.
   *
   * @param accept what an endpoint that opens connections would grant
   */
  static Failure of(Knobs knobs, Accept accept) throws KnobException {
    knobs.exclude(Knob.HANG, Knob.STATUS, Knob.RETRY_AFTER, Knob.AFTER, Knob.ACCEPT, Knob.BODY);
    knobs.exclude(Knob.ACCEPT, Knob.STATUS, Knob.RETRY_AFTER, Knob.BODY);
    if (knobs.has(Knob.HANG)) {
      return new Failure.Hang();
    }
    Duration delay = knobs.get(Knob.AFTER, Duration.ZERO);
    if (knobs.has(Knob.ACCEPT)) {
      return new Failure.WrongAccept(accept.wrong(), delay);
    }
    return new Failure.Status(problem(knobs), knobs.get(Knob.BODY), delay);
  }

  private static Problem problem(Knobs knobs) {
    int status = Math.toIntExact(knobs.get(Knob.STATUS, DEFAULT_STATUS));
    Problem problem =
        withRequiredFields(
            new Problem(
                status,
                "Refused as asked for",
                "The query of this handshake has asked for status "
                    + status
                    + "; nothing is wrong with the handshake."));
    Long seconds = knobs.get(Knob.RETRY_AFTER);
    return seconds == null ? problem : problem.with("Retry-After", seconds.toString());
  }

  /** RFC 9110, 15.5: those without which an answer of this status is not valid. */
  private static Problem withRequiredFields(Problem problem) {
    return switch (problem.status()) {
      case 401 -> problem.with("WWW-Authenticate", CHALLENGE);
      case 405 -> problem.with("Allow", "");
      case 407 -> problem.with("Proxy-Authenticate", CHALLENGE);
      case 426 -> problem.with("Upgrade", "websocket").with("Connection", "Upgrade");
      default -> problem;
    };
  }

  /** In one line of a log. */
  static String summary(Failure failure) {
    String what = "no answer";
    Duration delay = Duration.ZERO;
    if (failure instanceof Failure.Status status) {
      what = "status " + status.problem().status();
      delay = status.delay();
    } else if (failure instanceof Failure.WrongAccept wrong) {
      what = "a wrong Sec-WebSocket-Accept";
      delay = wrong.delay();
    }
    String late = delay.isZero() ? "" : " after " + delay.toMillis() + " ms";
    return "asked for by the client's query: " + what + late;
  }
}
