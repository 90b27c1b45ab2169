package io.github.echosounder.wire.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The payload of a Close frame: RFC 6455, 5.5.1 and 7.4.
 *
 * @param code {@link CloseCode#NO_STATUS} for an empty one
 */
public record CloseFrame(int code, String reason) {

  private static final int LONGEST_REASON = 123;

  /** What the peer's Close says. */
  public static CloseFrame read(byte[] payload, int length) throws Violation {
    if (length == 0) {
      return new CloseFrame(CloseCode.NO_STATUS, "");
    }
    if (length == 1) {
      throw Violation.protocol("Close with half a status code (RFC 6455, 5.5.1)");
    }
    int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    if (!CloseCode.mayBeSent(code)) {
      throw Violation.protocol("Close with status code " + code + " (RFC 6455, 7.4)");
    }
    Utf8 utf8 = new Utf8();
    if (!utf8.accept(ByteBuffer.wrap(payload), 2, length - 2) || !utf8.isComplete()) {
      throw Violation.payload("Close with a reason that is not UTF-8 (RFC 6455, 5.5.1)");
    }
    return new CloseFrame(code, new String(payload, 2, length - 2, StandardCharsets.UTF_8));
  }

  /**
   * Code and reason, the reason cut to what fits, at the end of a character; nothing when it is a
   * code that may not be sent, such as {@link CloseCode#NO_STATUS}.
   */
  public byte[] payload() {
    if (!CloseCode.mayBeSent(code)) {
      return new byte[0];
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, LONGEST_REASON);
    while (length < text.length && (text[length] & 0xC0) == 0x80) {
      length--;
    }
    byte[] payload = new byte[2 + length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, length);
    return payload;
  }
}
