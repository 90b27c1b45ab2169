package io.github.echosounder.wire.frame;

/** The opcodes of RFC 6455, 5.2, and the bits around them. */
public final class Opcode {

  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  /** The first byte of a frame: FIN, RSV1 to RSV3, opcode. */
  public static final int FIN = 0x80;

  public static final int RSV1 = 0x40;
  public static final int RSV2_RSV3 = 0x30;
  public static final int MASK_OF_OPCODE = 0x0F;

  public static boolean isControl(int opcode) {
    return (opcode & 0x8) != 0;
  }

  public static boolean isReserved(int opcode) {
    return (opcode & 0x7) > 2;
  }

  private Opcode() {}
}
