package io.github.echosounder.handshake;

import java.util.Locale;

/**
 * A request, as it was sent.
 *
 * @param version of HTTP, as in the request line
 */
public record HandshakeRequest(
    String method, String version, Target target, Fields fields, Peer peer) {

  public static final String HTTP_1_1 = "HTTP/1.1";
  static final String HTTP_1_0 = "HTTP/1.0";

  /** RFC 9110, 7.8 and 10.1.1: then a 100 goes before the 101. */
  public boolean expectsContinue() {
    return version.equals(HTTP_1_1) && fields.hasElement("Expect", "100-continue");
  }

  /** Whether this wants to be a WebSocket, however badly it says so. */
  boolean asksForWebSocket() {
    if (fields.has("Sec-WebSocket-Key") || fields.has("Sec-WebSocket-Version")) {
      return true;
    }
    for (String protocol : fields.elements("Upgrade")) {
      if (protocol.toLowerCase(Locale.ROOT).startsWith("websocket")) {
        return true;
      }
    }
    return false;
  }
}
