package io.github.echosounder.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.client.Failure;
import io.github.echosounder.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names what kept a connection from opening. */
final class Openings {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TAGS = Pattern.compile("(?s)<(style|script).*?</\\1>|<[^>]*>");

  /** What servers write, with another status than 426, where the upgrade's headers are missing. */
  private static final Pattern MISSING =
      Pattern.compile(
          "(?i)(upgrade|connection)\\W.*(missing|not found|required|expected|invalid)"
              + "|(missing|no|not|invalid|without|expected)\\W.*\\bupgrade\\b"
              + "|not a websocket|websocket.*(only|expected)|can .upgrade. only");

  /** More of what a server says nobody reads. */
  private static final int LONGEST_REASON = 300;

  private Openings() {}

  static Outcome judge(Failure failure, Duration timeout, boolean isSecure) {
    return switch (failure.kind()) {
      case DNS_UNKNOWN -> Outcome.fail(Cause.DNS_UNKNOWN, failure.detail());
      case TCP_REFUSED, TCP_UNREACHABLE -> Outcome.fail(Cause.TCP_REFUSED, failure.detail());
      case TCP_TIMEOUT -> Outcome.fail(Cause.TCP_TIMEOUT, failure.detail());
      case TLS_FAILED, TLS_TIMEOUT -> Outcome.fail(Cause.TLS_FAILED, TlsFaults.sentence(failure));
      case NOT_HTTP -> notHttp(failure.raw());
      case ENDLESS_HEAD -> endlessHead(failure.raw());
      case STATUS -> status(failure.response());
      case NO_UPGRADE ->
          Outcome.fail(
              Cause.UPGRADE_DROPPED,
              "The answer is 101, but without its "
                  + failure.detail()
                  + ": a proxy in between removed "
                  + (failure.detail().endsWith("s") ? "them." : "it.")
                  + Advice.against(Cause.UPGRADE_DROPPED, failure.response()));
      case WRONG_ACCEPT ->
          Outcome.fail(
              Cause.ACCEPT_WRONG,
              "The answer is 101, but its Sec-WebSocket-Accept does not follow from the key that was"
                  + " sent: a cache that replays an old answer, a proxy that changed the key, or a"
                  + " server that does not speak RFC 6455.");
      case NOT_OFFERED ->
          Outcome.fail(
              Cause.ACCEPT_WRONG,
              failure.detail() + " Browsers end such a connection (RFC 6455, 4.1).");
      case HANDSHAKE_TIMEOUT -> late(failure.raw(), timeout, isSecure);
      case RESET ->
          Outcome.fail(
              Cause.RESET,
              "TCP was reset instead of an answer to the handshake: a firewall or proxy that does not"
                  + " let WebSockets through, or a server that crashed.");
      case CUT ->
          Outcome.fail(
              Cause.CUT,
              failure.raw().length == 0
                  ? "TCP ended without an answer to the handshake: "
                      + (isSecure
                          ? "a proxy without a backend, or a server that crashed."
                          : "a port that expects TLS (try wss://), a proxy without a backend, or a"
                              + " server that crashed.")
                  : "TCP ended within the answer to the handshake, after "
                      + Text.quoted(begin(failure.raw()))
                      + ".");
    };
  }

  private static String begin(byte[] raw) {
    return new String(raw, StandardCharsets.ISO_8859_1);
  }

  private static Outcome late(byte[] raw, Duration timeout, boolean isSecure) {
    if (raw.length > 0) {
      return Outcome.fail(
              Cause.HANDSHAKE_TIMEOUT,
              "The answer to the handshake began and did not end within "
                  + Text.of(timeout)
                  + ": "
                  + Text.bytes(raw.length)
                  + " came, "
                  + Text.quoted(begin(raw))
                  + ". A server that hangs within its answer, or something on the way that holds the"
                  + " rest back.")
          .with("received", Text.quoted(begin(raw)));
    }
    return Outcome.fail(
        Cause.HANDSHAKE_TIMEOUT,
        "The port accepts connections and does not answer the handshake within "
            + Text.of(timeout)
            + ": a server that hangs or is overloaded, a proxy that waits for one, "
            + (isSecure ? "or no HTTP behind TLS." : "or a port that expects TLS (try wss://)."));
  }

  private static Outcome endlessHead(byte[] raw) {
    String line = begin(raw).lines().findFirst().orElse("");
    return Outcome.fail(
            line.matches("HTTP/\\S+ +101\\b.*") ? Cause.NOT_HTTP : Cause.HTTP_STATUS,
            "The answer begins as HTTP ("
                + Text.quoted(line)
                + "), but its headers do not end within "
                + Text.bytes(Response.LARGEST_HEAD)
                + ", which no browser takes: something adds headers without end.")
        .with("received", Text.quoted(line));
  }

  private static Outcome notHttp(byte[] raw) {
    String begin = begin(raw);
    String what;
    if (begin.startsWith("SSH-")) {
      what = "an SSH server's greeting";
    } else if (raw.length > 1 && raw[0] >= 0x14 && raw[0] <= 0x17 && raw[1] == 3) {
      return Outcome.fail(
          Cause.NOT_HTTP, "The answer is a TLS record: this port speaks TLS, so try wss://.");
    } else if (begin.startsWith("220")) {
      what = "a mail or FTP server's greeting";
    } else if (begin.startsWith("-ERR")) {
      what = "the answer of Redis or a mail server";
    } else if (begin.startsWith("\0\0") || begin.startsWith("PRI ")) {
      what = "HTTP/2, which was not asked for";
    } else {
      what = "no HTTP";
    }
    return Outcome.fail(
            Cause.NOT_HTTP,
            "The answer is "
                + what
                + ": "
                + Text.quoted(begin)
                + ". The port belongs to something else: check it.")
        .with("received", Text.quoted(begin));
  }

  private static Outcome status(@Nullable Response response) {
    if (response == null) {
      throw new IllegalArgumentException("a status without a response");
    }
    String said = said(response);
    int status = response.status();
    boolean isDropped = status == 426 || ((status == 400 || status == 405) && isMissing(response));
    Cause cause = isDropped ? Cause.UPGRADE_DROPPED : Cause.HTTP_STATUS;
    String detail =
        isDropped
            ? "The answer is "
                + status
                + ": the server was reached, but the upgrade was not. A proxy in between does not"
                + " pass the Upgrade and Connection headers, or speaks HTTP/1.0 to the server"
                + quotedReason(said)
                + "."
                + Advice.against(cause, response)
            : "The answer is "
                + status
                + ", not 101: "
                + meaning(response)
                + quotedReason(said)
                + ".";
    return Outcome.fail(cause, detail)
        .with("status", status)
        .with("location", orNull(response.value("Location")))
        .with("retryAfter", orNull(response.value("Retry-After")))
        .with("serverHeader", orNull(response.value("Server")))
        .with("reason", orNull(shortened(said)));
  }

  private static String quotedReason(String said) {
    return said.isEmpty() ? "" : ". It says " + Text.quoted(said);
  }

  private static String shortened(String said) {
    return said.length() > LONGEST_REASON ? said.substring(0, LONGEST_REASON) + "…" : said;
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }

  /** The problem's detail (RFC 9457), or the text of another body. */
  private static String said(Response response) {
    String body = response.body();
    if (response.value("Content-Type").contains("json")) {
      try {
        JsonNode problem = JSON.readTree(body);
        for (String member : new String[] {"detail", "title", "message", "error"}) {
          if (problem.path(member).isTextual()) {
            return problem.path(member).asText();
          }
        }
      } catch (JsonProcessingException malformed) {
        // Then it is shown as it is.
      }
    }
    return TAGS.matcher(body).replaceAll(" ").replaceAll("\\s+", " ").strip();
  }

  private static boolean isMissing(Response response) {
    try {
      JsonNode missing = JSON.readTree(response.body()).path("missing");
      if (missing.isArray()) {
        return missing.toString().matches("(?i).*\"(upgrade|connection)\".*");
      }
    } catch (JsonProcessingException noProblem) {
      // Then it says so in a text.
    }
    return MISSING.matcher(said(response)).find();
  }

  private static String meaning(Response response) {
    int status = response.status();
    String location = response.value("Location");
    if (status >= 300 && status < 400 && !location.isEmpty()) {
      return "a redirect to "
          + Text.quoted(location)
          + ", which WebSockets do not follow. Use "
          + location.replaceFirst("(?i)^http", "ws");
    }
    return switch (status) {
      case 200, 204 ->
          "an ordinary page. There is no WebSocket at this path, or a proxy dropped the upgrade and"
              + " the server took the request for a plain one";
      case 400 -> "the server does not like the request";
      case 401 -> "it wants to know who asks; send --header 'Authorization: …'";
      case 407 -> "a proxy wants to know who asks; send --header 'Proxy-Authorization: …'";
      case 403 ->
          "it is forbidden: by an allowed-origins list (send --header 'Origin: …'), a firewall for"
              + " web applications, or missing credentials";
      case 404 ->
          "nothing is at this path. Check it, and whether the proxy strips a prefix that the server"
              + " does not expect, or keeps one";
      case 429 -> "too many requests; wait" + retry(response);
      case 502 ->
          "a proxy reached nobody behind it: no server there, a wrong port, or a server that ended"
              + " the connection";
      case 503 ->
          "the service is full, draining or has no healthy backend; try again" + retry(response);
      case 504 -> "a proxy waited in vain for the server behind it";
      default ->
          response.phrase().isBlank()
              ? "a status that says no more"
              : response.phrase().toLowerCase(Locale.ROOT);
    };
  }

  private static String retry(Response response) {
    String after = response.value("Retry-After");
    return after.isEmpty() ? "" : " (Retry-After: " + after + ")";
  }
}
