package io.github.echosounder.wire.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A frame as a client sends it, legal or not: what it says of itself and what it carries are set
 * apart.
 */
public final class ClientFrame {
  /** RFC 6455, 5.2: how the payload length is written; only the shortest form is legal. */
  public enum LengthForm {
    SHORTEST,
    SEVEN_BITS,
    SIXTEEN_BITS,
    SIXTY_FOUR_BITS
  }

  private static final int NO_STATUS = -1;
  private static int nextKey = 0x37fa213d;

  private final int opcode;
  private final byte[] payload;
  private final boolean fin;
  private final int rsv;
  private final boolean masked;
  private final int key;
  private final LengthForm form;
  private final long announced;

  private ClientFrame(
      int opcode,
      byte[] payload,
      boolean fin,
      int rsv,
      boolean masked,
      int key,
      LengthForm form,
      long announced) {
    this.opcode = opcode;
    this.payload = payload;
    this.fin = fin;
    this.rsv = rsv;
    this.masked = masked;
    this.key = key;
    this.form = form;
    this.announced = announced;
  }

  public static ClientFrame of(int opcode, byte[] payload) {
    return new ClientFrame(
        opcode, payload, true, 0, true, anotherKey(), LengthForm.SHORTEST, payload.length);
  }

  public static ClientFrame text(String text) {
    return of(Opcode.TEXT, Bytes.utf8(text));
  }

  public static ClientFrame text(byte[] payload) {
    return of(Opcode.TEXT, payload);
  }

  public static ClientFrame binary(byte[] payload) {
    return of(Opcode.BINARY, payload);
  }

  public static ClientFrame continuation(byte[] payload) {
    return of(Opcode.CONTINUATION, payload);
  }

  public static ClientFrame continuation(String text) {
    return continuation(Bytes.utf8(text));
  }

  public static ClientFrame ping(String payload) {
    return of(Opcode.PING, Bytes.utf8(payload));
  }

  public static ClientFrame pong(String payload) {
    return of(Opcode.PONG, Bytes.utf8(payload));
  }

  public static ClientFrame close() {
    return of(Opcode.CLOSE, new byte[0]);
  }

  public static ClientFrame close(int code) {
    return close(code, "");
  }

  public static ClientFrame close(int code, String reason) {
    return of(Opcode.CLOSE, closeBody(code, Bytes.utf8(reason)));
  }

  public static byte[] closeBody(int code, byte[] reason) {
    if (code == NO_STATUS) {
      return reason;
    }
    return Bytes.join(new byte[] {(byte) (code >> 8), (byte) code}, reason);
  }

  /** FIN = 0: more of this message follows. */
  public ClientFrame unfinished() {
    return new ClientFrame(opcode, payload, false, rsv, masked, key, form, announced);
  }

  /** Three bits: 4 is RSV1, 2 is RSV2, 1 is RSV3. */
  public ClientFrame rsv(int bits) {
    return new ClientFrame(opcode, payload, fin, bits, masked, key, form, announced);
  }

  public ClientFrame unmasked() {
    return new ClientFrame(opcode, payload, fin, rsv, false, key, form, announced);
  }

  public ClientFrame key(int maskingKey) {
    return new ClientFrame(opcode, payload, fin, rsv, masked, maskingKey, form, announced);
  }

  public ClientFrame length(LengthForm lengthForm) {
    return new ClientFrame(opcode, payload, fin, rsv, masked, key, lengthForm, announced);
  }

  /** The header promises this many bytes, whatever the payload has. */
  public ClientFrame announcing(long length) {
    return new ClientFrame(opcode, payload, fin, rsv, masked, key, form, length);
  }

  public int opcode() {
    return opcode;
  }

  public byte[] payload() {
    return payload.clone();
  }

  public byte[] bytes() {
    return Bytes.join(header(), maskedPayload());
  }

  public static byte[] bytes(ClientFrame... frames) {
    var bytes = new ByteArrayOutputStream();
    for (ClientFrame frame : frames) {
      bytes.writeBytes(frame.bytes());
    }
    return bytes.toByteArray();
  }

  public byte[] header() {
    var header = ByteBuffer.allocate(14);
    header.put((byte) ((fin ? 0x80 : 0) | (rsv << 4) | opcode));
    int maskBit = masked ? 0x80 : 0;
    switch (form == LengthForm.SHORTEST ? shortest(announced) : form) {
      case SIXTEEN_BITS -> header.put((byte) (maskBit | 126)).putShort((short) announced);
      case SIXTY_FOUR_BITS -> header.put((byte) (maskBit | 127)).putLong(announced);
      default -> header.put((byte) (maskBit | (int) announced));
    }
    if (masked) {
      header.putInt(key);
    }
    return Bytes.slice(header.array(), 0, header.position());
  }

  private static LengthForm shortest(long length) {
    if (length >= 0 && length < 126) {
      return LengthForm.SEVEN_BITS;
    }
    return length >= 0 && length < 65_536 ? LengthForm.SIXTEEN_BITS : LengthForm.SIXTY_FOUR_BITS;
  }

  private byte[] maskedPayload() {
    if (!masked) {
      return payload;
    }
    byte[] bytes = payload.clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) (key >>> (24 - 8 * (i & 3)));
    }
    return bytes;
  }

  /** A new key for each frame, the same ones in each run. */
  private static synchronized int anotherKey() {
    nextKey = nextKey * 1_664_525 + 1_013_904_223;
    return nextKey;
  }
}
