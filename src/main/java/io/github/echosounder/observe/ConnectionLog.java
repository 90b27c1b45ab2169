package io.github.echosounder.observe;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Ending;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/** One line when a connection opens and one when it ends: never a payload, nothing per message. */
@ApplicationScoped
public class ConnectionLog implements ConnectionObserver {

  private static final Logger LOG = Logger.getLogger("echosounder.connections");

  @Override
  public void opened(Connection connection) {
    if (LOG.isInfoEnabled()) {
      Connection.Handshake handshake = connection.handshake();
      String extensions = handshake.extensions().replace("; ", ";");
      log(
          "opened id=%s endpoint=%s peer=%s subprotocol=%s extensions=%s"
              .formatted(
                  connection.id(),
                  handshake.endpoint(),
                  handshake.peer(),
                  orDash(handshake.subprotocol()),
                  orDash(extensions)),
          Map.of(
              "event", "opened",
              "id", connection.id(),
              "endpoint", handshake.endpoint(),
              "peer", handshake.peer(),
              "subprotocol", handshake.subprotocol(),
              "extensions", extensions));
    }
  }

  @Override
  public void refused(String endpoint, int status) {
    log(
        "refused endpoint=%s status=%d".formatted(endpoint, status),
        Map.of("event", "refused", "endpoint", endpoint, "status", status));
  }

  @Override
  public void closed(Connection connection, Ending ending) {
    if (LOG.isInfoEnabled()) {
      log(
          "closed id=%s code=%d by=%s after=%s in=%d out=%d reason=\"%s\""
              .formatted(
                  connection.id(),
                  ending.code(),
                  ending.initiator().label(),
                  age(connection.ageNanos()),
                  connection.messagesIn(),
                  connection.messagesOut(),
                  printable(ending.reason())),
          Map.of(
              "event", "closed",
              "id", connection.id(),
              "code", ending.code(),
              "initiator", ending.initiator().label(),
              "ageSeconds", connection.ageNanos() / 1e9,
              "messagesIn", connection.messagesIn(),
              "messagesOut", connection.messagesOut(),
              "reason", ending.reason()));
    }
  }

  private static void log(String text, Map<String, ?> fields) {
    LOG.infof("%s", new LogLine(text, fields));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** Milliseconds below a second, seconds above. */
  static String age(long nanos) {
    return nanos < 1_000_000_000
        ? nanos / 1_000_000 + "ms"
        : String.format(Locale.ROOT, "%.1fs", nanos / 1e9);
  }

  /** A client chose the reason: it shall not break out of its line or its quotes. */
  static String printable(String reason) {
    return reason.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\"\\\\]", "?");
  }
}
