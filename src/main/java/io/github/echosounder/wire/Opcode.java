package io.github.echosounder.wire;

/** The opcodes of RFC 6455, 5.2, and the bits around them. */
final class Opcode {

  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  /** The first byte of a frame: FIN, RSV1 to RSV3, opcode. */
  static final int FIN = 0x80;

  static final int RSV1 = 0x40;
  static final int RSV2_RSV3 = 0x30;
  static final int MASK_OF_OPCODE = 0x0F;

  static boolean isControl(int opcode) {
    return (opcode & 0x8) != 0;
  }

  static boolean isReserved(int opcode) {
    return (opcode & 0x7) > 2;
  }

  private Opcode() {}
}
