package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Payload;
import io.github.echosounder.wire.frame.Opcode;

/** Whether what broke a message in fragments broke it for its fragments. */
final class Fragmented {

  /** Sends a text in fragments on a connection of its own. */
  interface Attempt {
    Outcome make() throws OpeningException, BrokenException, InterruptedException;
  }

  private Fragmented() {}

  /** Where it breaks: once more, then the same text in one frame. */
  static Outcome take(Path path, byte[] text, Attempt attempt)
      throws OpeningException, InterruptedException {
    try {
      return attempt.make();
    } catch (BrokenException broken) {
      Outcome outcome = broken.outcome();
      // What nothing came back of is sent again by whoever takes the steps.
      return outcome.cause() == Cause.SILENT
          ? compared(path, text, outcome)
          : repeated(path, text, attempt, outcome);
    }
  }

  private static Outcome repeated(Path path, byte[] text, Attempt attempt, Outcome first)
      throws OpeningException, InterruptedException {
    Outcome named = first;
    try {
      if (!attempt.make().isFail()) {
        return first.saying("Sent again in fragments, it came back, so fragments are not why.");
      }
    } catch (BrokenException again) {
      // A RST that met one of our own writes may look like an end in order; the next one tells.
      named = again.outcome().cause() == Cause.RESET ? again.outcome() : first;
    }
    return compared(path, text, named);
  }

  private static Outcome compared(Path path, byte[] text, Outcome broken)
      throws OpeningException, InterruptedException {
    return isEchoedWhole(path, text)
        ? broken
            .saying(
                "The same text in one frame came back: something on the way or the server does not"
                    + " take messages in fragments (RFC 6455, 5.4).")
            .with("unfragmented", "echoed")
        : broken.saying("The same text in one frame did not come back either.");
  }

  private static boolean isEchoedWhole(Path path, byte[] text)
      throws OpeningException, InterruptedException {
    try {
      BlockingConnection connection = path.open();
      connection.message(Opcode.TEXT, Payload.of(text));
      return EchoJudgement.of(text, true, Echoes.next(path, connection, "whole"), true) == null;
    } catch (BrokenException broken) {
      return false;
    }
  }
}
