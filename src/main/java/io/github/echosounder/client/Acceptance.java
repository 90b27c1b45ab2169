package io.github.echosounder.client;

import io.github.echosounder.client.Failure.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Whether a 101 opens a WebSocket, as a client has to judge it (RFC 6455, 4.1).
 *
 * @param fault null where it does
 * @param detail of the fault
 * @param deflate null where permessage-deflate was not granted
 */
record Acceptance(@Nullable Kind fault, String detail, @Nullable DeflateGrant deflate) {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  static Acceptance of(Request request, String key, Response response) {
    boolean hasUpgrade = hasToken(response, "Upgrade", "websocket");
    boolean hasConnection = hasToken(response, "Connection", "upgrade");
    if (!hasUpgrade || !hasConnection) {
      return not(
          Kind.NO_UPGRADE,
          hasUpgrade
              ? "Connection: Upgrade header"
              : hasConnection ? "Upgrade: websocket header" : "Upgrade and Connection headers");
    }
    if (!response.value("Sec-WebSocket-Accept").equals(accept(key))) {
      return not(Kind.WRONG_ACCEPT, "Sec-WebSocket-Accept does not follow from the key.");
    }
    String subprotocol = response.value("Sec-WebSocket-Protocol");
    if (!subprotocol.isEmpty() && !request.subprotocols().contains(subprotocol)) {
      return not(Kind.NOT_OFFERED, "The subprotocol \"" + subprotocol + "\" was not offered.");
    }
    String extensions = response.value("Sec-WebSocket-Extensions");
    if (extensions.isEmpty()) {
      return new Acceptance(null, "", null);
    }
    if (request.deflate() == null || !DeflateGrant.isNamedAloneIn(extensions)) {
      return not(Kind.NOT_OFFERED, "The extension \"" + extensions + "\" was not offered.");
    }
    String fault = DeflateGrant.fault(extensions);
    return fault == null
        ? new Acceptance(null, "", DeflateGrant.of(extensions))
        : not(
            Kind.NOT_OFFERED,
            "The answer grants \"" + extensions + "\": " + fault + " (RFC 7692, 7.1).");
  }

  private static Acceptance not(Kind fault, String detail) {
    return new Acceptance(fault, detail, null);
  }

  private static boolean hasToken(Response response, String name, String token) {
    for (String value : response.value(name).split(",", -1)) {
      if (value.trim().equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }

  /** RFC 6455, 4.2.2: what the server makes of the key. */
  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
