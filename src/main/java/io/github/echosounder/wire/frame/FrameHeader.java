package io.github.echosounder.wire.frame;

import java.nio.ByteBuffer;

/** The header of the frame that is being read, and the rules it is held to (RFC 6455, 5.2). */
public final class FrameHeader {

  public static final int LARGEST = 14;
  public static final int LARGEST_CONTROL = 125;

  private static final int MASKED = 0x80;

  private final boolean isCompressionGranted;
  private final boolean isMasked;

  private int first;
  private long length;
  private int key;

  public FrameHeader(boolean isCompressionGranted, Sender sender) {
    this.isCompressionGranted = isCompressionGranted;
    this.isMasked = sender == Sender.CLIENT;
  }

  /** The first byte: FIN, RSV1 to RSV3, opcode. */
  public int first() {
    return first;
  }

  public int opcode() {
    return first & Opcode.MASK_OF_OPCODE;
  }

  public boolean isFinal() {
    return (first & Opcode.FIN) != 0;
  }

  public boolean isCompressed() {
    return (first & Opcode.RSV1) != 0;
  }

  /** Payload bytes of the whole frame. */
  public long length() {
    return length;
  }

  /** The masking key, its first byte lowest; zero of a server's frame. */
  public int key() {
    return key;
  }

  /** How many bytes it has on the wire. */
  public int size() {
    return (length < 126 ? 2 : length < 65_536 ? 4 : 10) + keySize();
  }

  private int keySize() {
    return isMasked ? Integer.BYTES : 0;
  }

  /** Its bytes as they lay on the wire: each length has one form only (5.2). */
  public byte[] bytes() {
    int mask = isMasked ? MASKED : 0;
    ByteBuffer bytes = ByteBuffer.allocate(size()).put((byte) first);
    if (length < 126) {
      bytes.put((byte) (mask | length));
    } else if (length < 65_536) {
      bytes.put((byte) (mask | 126)).putShort((short) length);
    } else {
      bytes.put((byte) (mask | 127)).putLong(length);
    }
    return isMasked ? bytes.putInt(Integer.reverseBytes(key)).array() : bytes.array();
  }

  /**
   * Reads a header as far as it has arrived.
   *
   * @return its size, or zero when more of it is to come
   */
  public int parse(ByteBuffer bytes, int at, int available, boolean isWithinMessage)
      throws Violation {
    if (available < 2) {
      return 0;
    }
    int b0 = bytes.get(at) & 0xFF;
    int b1 = bytes.get(at + 1);
    int size = b1 & 0x7F;
    check(b0, b1, isWithinMessage);
    int header = (size < 126 ? 2 : size == 126 ? 4 : 10) + keySize();
    if (available < header) {
      return 0;
    }
    first = b0;
    length = size < 126 ? size : extended(bytes, at + 2, size);
    key = isMasked ? Integer.reverseBytes(bytes.getInt(at + header - 4)) : 0;
    return header;
  }

  /** 5.2: the minimal number of bytes must be used to encode the length. */
  private static long extended(ByteBuffer bytes, int at, int size) throws Violation {
    if (size == 126) {
      int length = bytes.getShort(at) & 0xFFFF;
      if (length < 126) {
        throw Violation.protocol("length " + length + " in 16 bits; it fits in 7 (RFC 6455, 5.2)");
      }
      return length;
    }
    long length = bytes.getLong(at);
    if (length < 0) {
      throw Violation.protocol("64-bit length with its highest bit set (RFC 6455, 5.2)");
    }
    if (length < 65_536) {
      throw Violation.protocol("length " + length + " in 64 bits; it fits in 16 (RFC 6455, 5.2)");
    }
    return length;
  }

  private void check(int b0, int b1, boolean isWithinMessage) throws Violation {
    int opcode = b0 & Opcode.MASK_OF_OPCODE;
    if ((b0 & Opcode.RSV2_RSV3) != 0) {
      throw Violation.protocol("RSV2 or RSV3 set without an extension (RFC 6455, 5.2)");
    }
    if (Opcode.isReserved(opcode)) {
      throw Violation.protocol("reserved opcode " + opcode + " (RFC 6455, 5.2)");
    }
    if (((b1 & MASKED) != 0) != isMasked) {
      throw Violation.protocol(
          isMasked
              ? "frame without a mask; a client must mask (RFC 6455, 5.1)"
              : "masked frame; a server must not mask (RFC 6455, 5.1)");
    }
    if (Opcode.isControl(opcode)) {
      checkControl(b0, b1 & 0x7F);
    } else {
      checkData(b0, opcode, isWithinMessage);
    }
  }

  private static void checkControl(int b0, int size) throws Violation {
    if ((b0 & Opcode.FIN) == 0) {
      throw Violation.protocol("fragmented control frame (RFC 6455, 5.5)");
    }
    if (size > LARGEST_CONTROL) {
      throw Violation.protocol("control frame of more than 125 bytes (RFC 6455, 5.5)");
    }
    if ((b0 & Opcode.RSV1) != 0) {
      throw Violation.protocol("RSV1 set on a control frame (RFC 7692, 6.1)");
    }
  }

  private void checkData(int b0, int opcode, boolean isWithinMessage) throws Violation {
    if (opcode == Opcode.CONTINUATION && !isWithinMessage) {
      throw Violation.protocol("continuation without a message to continue (RFC 6455, 5.4)");
    }
    if (opcode != Opcode.CONTINUATION && isWithinMessage) {
      throw Violation.protocol("new message within a fragmented one (RFC 6455, 5.4)");
    }
    if ((b0 & Opcode.RSV1) == 0) {
      return;
    }
    if (!isCompressionGranted) {
      throw Violation.protocol("RSV1 set without an extension (RFC 6455, 5.2)");
    }
    if (opcode == Opcode.CONTINUATION) {
      throw Violation.protocol("RSV1 set on a continuation (RFC 7692, 6.1)");
    }
  }
}
