package io.github.echosounder.check;

import io.github.echosounder.client.Event;
import io.github.echosounder.client.TcpEnd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Names what came in place of an answer. */
final class Endings {

  private Endings() {}

  /** {@code event} is null where nothing came; {@code when} goes on "while …" or "after …". */
  static Outcome of(@Nullable Event event, Duration waited, String when) {
    if (event == null) {
      return Outcome.fail(
          Cause.SILENT,
          "Nothing came back "
              + when
              + " within "
              + Text.of(waited)
              + ": the server does not echo, hangs, or something on the way swallows messages.");
    }
    if (event instanceof Event.Closed close) {
      return Outcome.fail(
              Cause.SERVER_CLOSED,
              "A Close with code "
                  + close.code()
                  + reason(close.reason())
                  + " came "
                  + when
                  + ", which nobody asked for: "
                  + meaning(close.code())
                  + ".")
          .with("closeCode", close.code())
          .with("closeReason", close.reason().isEmpty() ? null : close.reason());
    }
    if (event instanceof Event.Violated violated) {
      return Outcome.fail(
              Cause.MESSAGE_ALTERED,
              "What came "
                  + when
                  + " is no valid frame: "
                  + violated.rule()
                  + ". Something on the way rewrites frames or the stream below them.")
          .with("rule", violated.rule());
    }
    if (event instanceof Event.Ended ended && ended.end() == TcpEnd.RESET) {
      return Outcome.fail(
          Cause.RESET,
          "TCP was reset "
              + when
              + ": a server that crashed, or a proxy or firewall that broke the connection off.");
    }
    return Outcome.fail(
        Cause.CUT,
        "TCP ended without a Close "
            + when
            + ": a server that left without a word, or a proxy that gave the connection up.");
  }

  private static String reason(String reason) {
    return reason.isEmpty() ? "" : " and the reason " + Text.quoted(reason);
  }

  private static String meaning(int code) {
    return switch (code) {
      case 1000 -> "the server is done";
      case 1001 -> "the server leaves, for a restart perhaps";
      case 1002 -> "the server saw a broken frame, so something on the way may rewrite frames";
      case 1003 -> "the server does not take this type of message";
      case 1005 -> "it gives no code";
      case 1007 -> "the server saw text that is not UTF-8";
      case 1008 -> "the server's policy forbids it";
      case 1009 -> "the message is too large for the server or a gateway";
      case 1011 -> "the server failed";
      case 1012 -> "the server restarts";
      case 1013 -> "the server is overloaded";
      default ->
          code >= 4000 ? "the application has its own meaning for it" : "it is a registered code";
    };
  }
}
