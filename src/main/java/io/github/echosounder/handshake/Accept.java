package io.github.echosounder.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a 101 says (RFC 6455, 4.2.2).
 *
 * @param key the value of Sec-WebSocket-Accept
 * @param subprotocol the one granted, or empty
 * @param deflate the extension as granted, or null
 */
public record Accept(String key, String subprotocol, @Nullable PerMessageDeflate deflate) {

  /** RFC 6455, 1.3: what the client's key is hashed with. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final ThreadLocal<MessageDigest> SHA_1 = ThreadLocal.withInitial(Accept::sha1);

  /** RFC 6455, 4.2.2, 5.4. */
  static String of(String key) {
    byte[] hash = SHA_1.get().digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(hash);
  }

  /** The same with a key that answers another client's. */
  Accept wrong() {
    return new Accept(of(key), subprotocol, deflate);
  }

  /** The granted extensions, as in the response; empty when there are none. */
  public String extensions() {
    return deflate == null ? "" : deflate.header();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
