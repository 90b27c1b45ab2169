package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.TcpEnd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A Close with a code and a reason, and what comes back. */
final class CloseStep implements Step {

  private static final int NO_STATUS = 1005;

  private static final int CODE = 4321;
  private static final String REASON = "checked by echosounder";

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = path.open();
    connection.close(CODE, REASON);
    long end = System.nanoTime() + path.timeout().toNanos();
    while (true) {
      Event event = connection.next(Duration.ofNanos(end - System.nanoTime()));
      if (event == null || event instanceof Event.Ended) {
        return unanswered((Event.Ended) event, path.timeout());
      }
      if (event instanceof Event.Closed close) {
        return answered(path, connection, close);
      }
      if (event instanceof Event.Violated) {
        return Endings.of(event, path.timeout(), "in answer to a Close");
      }
    }
  }

  private static Outcome unanswered(Event.@Nullable Ended ended, Duration timeout) {
    if (ended == null || ended.end() == TcpEnd.HERE) {
      return Outcome.fail(
              Cause.CLOSE_UNANSWERED,
              "No Close came back within "
                  + Text.of(timeout)
                  + ", and TCP stayed open: the server"
                  + " leaves Closes unanswered, or something on the way swallowed it.")
          .with("tcp", "open");
    }
    boolean isReset = ended.end() == TcpEnd.RESET;
    return Outcome.fail(
            Cause.CLOSE_UNANSWERED,
            "TCP "
                + (isReset ? "was reset" : "ended")
                + " in place of a Close: the server or a proxy"
                + " drops the connection as soon as it sees one, and browsers report 1006.")
        .with("tcp", isReset ? "reset" : "ended");
  }

  private static Outcome answered(Path path, BlockingConnection connection, Event.Closed close)
      throws OpeningException, BrokenException, InterruptedException {
    boolean isEchosounder = path.isEchosounder();
    boolean isSame = close.code() == CODE && (!isEchosounder || close.reason().equals(REASON));
    if (isSame) {
      return Outcome.pass("The Close came back with its code " + CODE + ".")
          .with("closeCode", close.code());
    }
    String told =
        "Sent a Close with code "
            + CODE
            + " and a reason, and one "
            // 1005 is never on the wire: it stands for none (RFC 6455, 7.4.1).
            + (close.code() == NO_STATUS ? "without a code" : "with " + close.code())
            + (close.reason().isEmpty()
                ? " and without a reason"
                : " and the reason " + Text.quoted(close.reason()))
            + " came back: ";
    Outcome outcome =
        isEchosounder
            ? Outcome.fail(
                Cause.CLOSE_REPLACED,
                told
                    + path.echosounder().whoReplacedClose(connection, CODE)
                    + " So codes by which an application tells why it closes get lost.")
            : Outcome.remark(
                Cause.CLOSE_REPLACED,
                told
                    + "the server answers with a code of its own, which it may, or something on the"
                    + " way replaces codes.");
    return outcome
        .with("closeCode", close.code())
        .with("closeReason", close.reason().isEmpty() ? null : close.reason());
  }
}
