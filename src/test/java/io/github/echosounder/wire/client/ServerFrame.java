package io.github.echosounder.wire.client;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A frame that came from the server; the reader has already held it to RFC 6455, 5.2. */
public final class ServerFrame {
  private final boolean fin;
  private final boolean compressed;
  private final int opcode;
  private final byte[] payload;

  ServerFrame(boolean fin, boolean compressed, int opcode, byte[] payload) {
    this.fin = fin;
    this.compressed = compressed;
    this.opcode = opcode;
    this.payload = payload;
  }

  public boolean fin() {
    return fin;
  }

  /** RSV1, the "Per-Message Compressed" bit of RFC 7692, 6. */
  public boolean compressed() {
    return compressed;
  }

  public int opcode() {
    return opcode;
  }

  public byte[] payload() {
    return payload.clone();
  }

  public int length() {
    return payload.length;
  }

  /** The status code of a Close, or 1005 as RFC 6455, 7.1.5 says for one without. */
  public int closeCode() {
    return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
  }

  public String closeReason() {
    return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
  }

  @Override
  public String toString() {
    String what = opcode == Opcode.CLOSE ? " code " + closeCode() + " " + closeReason() : "";
    return "opcode %x fin %s rsv1 %s%s %s"
        .formatted(opcode, fin, compressed, what, Bytes.show(payload));
  }
}
