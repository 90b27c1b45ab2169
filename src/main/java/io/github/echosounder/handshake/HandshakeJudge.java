package io.github.echosounder.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a request to RFC 6455, 4.2.1, and chooses what 4.2.2 leaves to the server. */
public final class HandshakeJudge {

  /** 1.3: what the key is hashed with. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final ThreadLocal<MessageDigest> SHA_1 =
      ThreadLocal.withInitial(HandshakeJudge::sha1);

  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final List<String> SINGLE =
      List.of("Host", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Origin");

  private final Origins origins;
  private final List<String> subprotocols;
  private final boolean isCompressionOn;

  public HandshakeJudge(Origins origins, List<String> subprotocols, boolean isCompressionOn) {
    this.origins = origins;
    this.subprotocols = subprotocols;
    this.isCompressionOn = isCompressionOn;
  }

  public Decision judge(HandshakeRequest request) {
    Problem problem = firstProblem(request);
    if (problem != null) {
      return new Decision.Refuse(problem);
    }
    PerMessageDeflate deflate =
        isCompressionOn
            ? PerMessageDeflate.negotiate(request.all("Sec-WebSocket-Extensions"))
            : null;
    String key = request.all("Sec-WebSocket-Key").get(0).trim();
    return new Decision.Admit(accept(key), subprotocol(request), deflate);
  }

  private @Nullable Problem firstProblem(HandshakeRequest request) {
    if (!request.method().equals("GET")) {
      return new Problem(
              405,
              "Method not allowed",
              "A WebSocket is opened with GET, not " + request.method() + " (RFC 6455, 4.1).")
          .with("Allow", "GET");
    }
    Problem missing = missing(request);
    if (missing != null) {
      return missing;
    }
    if (!request.isHttp11()) {
      return bad("A WebSocket is opened with HTTP/1.1 (RFC 6455, 4.1).");
    }
    for (String name : SINGLE) {
      int times = request.all(name).size();
      if (times > 1) {
        return bad("The header " + name + " stands " + times + " times.");
      }
    }
    if (!request.all("Transfer-Encoding").isEmpty() || !isZero(request.all("Content-Length"))) {
      return bad("A handshake has no body (RFC 6455, 4.1).");
    }
    if (!request.all("Sec-WebSocket-Version").get(0).trim().equals(VERSION)) {
      return upgradeRequired(
          "Sec-WebSocket-Version is "
              + request.all("Sec-WebSocket-Version").get(0)
              + "; this server speaks 13 (RFC 6455, 4.4).");
    }
    if (!isKey(request.all("Sec-WebSocket-Key").get(0).trim())) {
      return bad("Sec-WebSocket-Key must be 16 bytes in base64 (RFC 6455, 4.1).");
    }
    List<String> origin = request.all("Origin");
    if (!origin.isEmpty() && !origins.allow(origin.get(0).trim())) {
      return new Problem(
          403,
          "Origin not allowed",
          "Pages of this origin may not connect; the setting echosounder.allowed-origins says"
              + " which may.");
    }
    return null;
  }

  private static boolean isZero(List<String> lengths) {
    for (String length : lengths) {
      if (!length.trim().equals("0")) {
        return false;
      }
    }
    return true;
  }

  /** What makes a request a handshake at all, and what usually takes it away. */
  private static @Nullable Problem missing(HandshakeRequest request) {
    List<String> missing = new ArrayList<>(0);
    if (!request.hasToken("Upgrade", "websocket")) {
      missing.add("Upgrade: websocket");
    }
    if (!request.hasToken("Connection", "upgrade")) {
      missing.add("Connection: Upgrade");
    }
    if (request.all("Sec-WebSocket-Version").isEmpty()) {
      missing.add("Sec-WebSocket-Version: 13");
    }
    if (request.all("Sec-WebSocket-Key").isEmpty()) {
      missing.add("Sec-WebSocket-Key");
    }
    if (missing.isEmpty()) {
      return null;
    }
    if (missing.equals(List.of("Sec-WebSocket-Key"))) {
      return bad("The header Sec-WebSocket-Key is missing (RFC 6455, 4.1).").missing(missing);
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

  public static Problem bad(String detail) {
    return new Problem(400, "Bad WebSocket handshake", detail);
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

  /** The first one offered that is configured; none when none matches. */
  private String subprotocol(HandshakeRequest request) {
    for (String offered : request.elements("Sec-WebSocket-Protocol")) {
      if (subprotocols.contains(offered)) {
        return offered;
      }
    }
    return "";
  }

  /** 4.2.2, 5.4. */
  static String accept(String key) {
    byte[] hash = SHA_1.get().digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(hash);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
