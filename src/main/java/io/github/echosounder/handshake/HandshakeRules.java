package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.Knob;
import io.github.echosounder.behaviour.KnobException;
import io.github.echosounder.behaviour.Knobs;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a request to RFC 6455, 4.2.1, and chooses what 4.2.2 leaves to the server. */
final class HandshakeRules {

  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
  private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";
  private static final List<String> SINGLE =
      List.of("Sec-WebSocket-Key", "Sec-WebSocket-Version", "Origin");

  private final Origins origins;
  private final List<String> subprotocols;
  private final boolean isCompressionOn;

  HandshakeRules(Origins origins, List<String> subprotocols, boolean isCompressionOn) {
    this.origins = origins;
    this.subprotocols = subprotocols;
    this.isCompressionOn = isCompressionOn;
  }

  /** What is granted to a handshake that has no problem. */
  Accept accept(HandshakeRequest request) {
    return new Accept(acceptKey(request), subprotocol(request), deflate(request));
  }

  /** The same, where the query has a say. */
  Accept accept(HandshakeRequest request, Knobs knobs) throws KnobException {
    String chosen = knobs.get(Knob.SUBPROTOCOL);
    if (chosen != null && !request.fields().elements(SUBPROTOCOLS).contains(chosen)) {
      throw KnobException.malformed(
          Knob.SUBPROTOCOL.name(), chosen, "one that the client offers in " + SUBPROTOCOLS);
    }
    return new Accept(
        acceptKey(request),
        chosen == null ? subprotocol(request) : chosen,
        knobs.get(Knob.COMPRESS, true) ? deflate(request) : null);
  }

  private static String acceptKey(HandshakeRequest request) {
    return Accept.of(request.fields().values("Sec-WebSocket-Key").get(0));
  }

  private @Nullable PerMessageDeflate deflate(HandshakeRequest request) {
    if (!isCompressionOn) {
      return null;
    }
    for (String field : request.fields().values(EXTENSIONS)) {
      List<ExtensionOffer> offers = ExtensionOffer.parse(field);
      PerMessageDeflate granted = offers == null ? null : PerMessageDeflate.negotiate(offers);
      if (granted != null) {
        return granted;
      }
    }
    return null;
  }

  /** The first one offered that is configured; none when none matches. */
  private String subprotocol(HandshakeRequest request) {
    for (String offered : request.fields().elements(SUBPROTOCOLS)) {
      if (subprotocols.contains(offered)) {
        return offered;
      }
    }
    return "";
  }

  @Nullable Problem firstProblem(HandshakeRequest request) {
    Fields fields = request.fields();
    Problem problem = RequestRules.firstProblem(request);
    if (problem != null) {
      return problem;
    }
    if (!request.method().equals("GET")) {
      return new Problem(
              405,
              "Method not allowed",
              "A WebSocket is opened with GET, not "
                  + Quoted.of(request.method())
                  + " (RFC 6455, 4.1).")
          .with("Allow", "GET");
    }
    Problem missing = missing(fields);
    if (missing != null) {
      return missing;
    }
    if (!request.version().equals(HandshakeRequest.HTTP_1_1)) {
      return upgradeRequired(
          "A WebSocket is opened with HTTP/1.1, and this request came with "
              + request.version()
              + " (RFC 6455, 4.1). If the client sent HTTP/1.1, a proxy on the way has changed it"
              + " (nginx: proxy_http_version 1.1).");
    }
    for (String name : SINGLE) {
      int times = fields.values(name).size();
      if (times > 1) {
        return Problem.badHandshake("The header " + name + " stands " + times + " times.");
      }
    }
    if (fields.has("Transfer-Encoding") || !isZero(fields.values("Content-Length"))) {
      return Problem.badHandshake("A handshake has no body (RFC 6455, 4.1).");
    }
    String version = fields.values("Sec-WebSocket-Version").get(0);
    if (!version.equals(VERSION)) {
      return upgradeRequired(
          "Sec-WebSocket-Version is "
              + Quoted.of(version)
              + "; this server speaks 13 (RFC 6455, 4.4).");
    }
    if (!isKey(fields.values("Sec-WebSocket-Key").get(0))) {
      return Problem.badHandshake("Sec-WebSocket-Key must be 16 bytes in base64 (RFC 6455, 4.1).");
    }
    Problem malformed = malformed(fields);
    return malformed == null ? origin(fields) : malformed;
  }

  private @Nullable Problem origin(Fields fields) {
    String origin = fields.first("Origin");
    if (origin == null || origins.allow(origin)) {
      return null;
    }
    return new Problem(
        403,
        "Origin not allowed",
        "Pages of the origin "
            + Quoted.of(origin)
            + " may not connect; the setting echosounder.allowed-origins says which may.");
  }

  private static @Nullable Problem malformed(Fields fields) {
    for (String field : fields.values(EXTENSIONS)) {
      if (ExtensionOffer.parse(field) == null) {
        return Problem.badHandshake(
            EXTENSIONS
                + " is "
                + Quoted.of(field)
                + "; it must be a list of names, each with its parameters, as in"
                + " permessage-deflate; server_max_window_bits=10 (RFC 6455, 9.1).");
      }
    }
    for (String subprotocol : fields.elements(SUBPROTOCOLS)) {
      if (!Tokens.isToken(subprotocol)) {
        return Problem.badHandshake(
            SUBPROTOCOLS
                + " offers "
                + Quoted.of(subprotocol)
                + "; a subprotocol's name must be a token (RFC 6455, 4.1, and RFC 9110, 5.6.2).");
      }
    }
    return null;
  }

  private static boolean isZero(List<String> lengths) {
    for (String length : lengths) {
      if (!length.equals("0")) {
        return false;
      }
    }
    return true;
  }

  /** What makes a request a handshake at all, and what usually takes it away. */
  private static @Nullable Problem missing(Fields fields) {
    List<String> missing = new ArrayList<>(0);
    if (!fields.hasElement("Upgrade", "websocket")) {
      missing.add("Upgrade: websocket");
    }
    if (!fields.hasElement("Connection", "upgrade")) {
      missing.add("Connection: Upgrade");
    }
    if (!fields.has("Sec-WebSocket-Version")) {
      missing.add("Sec-WebSocket-Version: 13");
    }
    if (!fields.has("Sec-WebSocket-Key")) {
      missing.add("Sec-WebSocket-Key");
    }
    if (missing.isEmpty()) {
      return null;
    }
    if (missing.equals(List.of("Sec-WebSocket-Key"))) {
      return Problem.badHandshake("The header Sec-WebSocket-Key is missing (RFC 6455, 4.1).")
          .missing(missing);
    }
    String stripped =
        missing.size() == 4
            ? "This is a WebSocket endpoint; open it with a WebSocket client. If you did, a proxy on"
                + " the way has taken the handshake's headers away"
            : "Parts of the handshake are missing. If the client sent them, a proxy on the way has"
                + " taken them away";
    return upgradeRequired(
            stripped
                + ": Upgrade and Connection are hop-by-hop, so a proxy must be told to pass them on"
                + " (nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                + " proxy_set_header Connection \"upgrade\". Apache: mod_proxy_http with"
                + " upgrade=websocket. Envoy and Istio: upgrade_configs with websocket).")
        .missing(missing);
  }

  /** RFC 9110, 15.5.22, and RFC 6455, 4.4. */
  private static Problem upgradeRequired(String detail) {
    return new Problem(426, "Upgrade required", detail)
        .with("Upgrade", "websocket")
        .with("Connection", "Upgrade")
        .with("Sec-WebSocket-Version", VERSION);
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
