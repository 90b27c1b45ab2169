package io.github.echosounder.observe;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** One line when a connection opens and one when it ends: never a payload, nothing per message. */
@ApplicationScoped
public class ConnectionLog implements ConnectionObserver {

  private static final Logger LOG = Logger.getLogger("echosounder.connections");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\"\\\\]");
  private static final Pattern BREAKS_A_WORD = Pattern.compile("[\\p{Z}=]");
  private static final int LONGEST = 200;

  private final boolean isJson;

  @Inject
  ConnectionLog(EchosounderConfig config) {
    isJson = config.logFormat() == EchosounderConfig.LogFormat.JSON;
  }

  @Override
  public void opened(Connection connection) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    Connection.Handshake handshake = connection.handshake();
    String extensions = handshake.extensions().replace("; ", ";");
    String text =
        ("opened id=" + connection.id())
            + (" endpoint=" + handshake.endpoint())
            + (" peer=" + word(handshake.peer()))
            + (" subprotocol=" + word(orDash(handshake.subprotocol())))
            + (" extensions=" + orDash(extensions));
    log(
        text,
        () ->
            Map.of(
                "event", "opened",
                "id", connection.id(),
                "endpoint", handshake.endpoint(),
                "peer", bounded(handshake.peer()),
                "subprotocol", handshake.subprotocol(),
                "extensions", extensions));
  }

  @Override
  public void refused(Refusal refusal) {
    String text =
        ("refused endpoint=" + refusal.endpoint())
            + (" peer=" + word(refusal.peer()))
            + (" status=" + (refusal.hasStatus() ? refusal.status() : "none"))
            + (" id=" + refusal.id())
            + (" reason=\"" + printable(refusal.reason()) + "\"");
    log(text, () -> fields(refusal));
  }

  private static Map<String, Object> fields(Refusal refusal) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", "refused");
    fields.put("id", refusal.id());
    fields.put("endpoint", refusal.endpoint());
    fields.put("peer", bounded(refusal.peer()));
    if (refusal.hasStatus()) {
      fields.put("status", refusal.status());
    }
    fields.put("reason", bounded(refusal.reason()));
    return fields;
  }

  @Override
  public void closed(Connection connection, Verdict verdict) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    long age = connection.ageNanos();
    String text =
        ("closed id=" + connection.id())
            + (" code=" + verdict.code())
            + (" by=" + verdict.initiator().label())
            + (" cause=" + verdict.cause().label())
            + (" after=" + age(age))
            + (" in=" + connection.messagesIn())
            + (" out=" + connection.messagesOut())
            + (" reason=\"" + printable(verdict.reason()) + "\"");
    log(
        text,
        () ->
            Map.of(
                "event", "closed",
                "id", connection.id(),
                "code", verdict.code(),
                "initiator", verdict.initiator().label(),
                "cause", verdict.cause().label(),
                "ageSeconds", age / 1e9,
                "messagesIn", connection.messagesIn(),
                "messagesOut", connection.messagesOut(),
                "reason", bounded(verdict.reason())));
  }

  private void log(String text, Supplier<Map<String, ?>> fields) {
    if (isJson) {
      LOG.infof("%s", new LogLine(text, fields));
    } else {
      // There is nothing to format, and a line for each connection had better be cheap.
      LOG.info(text);
    }
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** Milliseconds below a second, seconds above. */
  static String age(long nanos) {
    if (nanos < 1_000_000_000) {
      return nanos / 1_000_000 + "ms";
    }
    long tenths = (nanos + 50_000_000) / 100_000_000;
    return tenths / 10 + "." + tenths % 10 + "s";
  }

  /** A client chose it, as it may choose its address by X-Forwarded-For: it shall be one field. */
  static String word(String text) {
    return BREAKS_A_WORD.matcher(printable(text)).replaceAll("?");
  }

  /** A client chose it: it shall not break out of its line or its quotes, or fill the log. */
  static String printable(String text) {
    return UNPRINTABLE.matcher(bounded(text)).replaceAll("?");
  }

  /** As it is, for JSON, which escapes what it must. */
  private static String bounded(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
