package io.github.echosounder.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Headers of the frames that go out: a server's never masked, a client's always (RFC 6455, 5.1),
 * their lengths minimal (5.2).
 */
public final class FrameWriter {

  private FrameWriter() {}

  public static int headerSize(int length) {
    return length < 126 ? 2 : length < 65_536 ? 4 : 10;
  }

  public static void header(ByteBuf out, int first, int length) {
    out.writeByte(first);
    if (length < 126) {
      out.writeByte(length);
    } else if (length < 65_536) {
      out.writeByte(126);
      out.writeShort(length);
    } else {
      out.writeByte(127);
      out.writeLong(length);
    }
  }

  /** A client's. {@code key} has its first byte lowest. */
  public static void maskedHeader(ByteBuf out, int first, long length, int key) {
    out.writeByte(first);
    if (length < 126) {
      out.writeByte(0x80 | (int) length);
    } else if (length < 65_536) {
      out.writeByte(0x80 | 126).writeShort((int) length);
    } else {
      out.writeByte(0x80 | 127).writeLong(length);
    }
    out.writeIntLE(key);
  }

  public static ByteBuf control(int opcode, byte[] payload, int length) {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(2 + length);
    header(out, Opcode.FIN | opcode, length);
    return out.writeBytes(payload, 0, length);
  }

  public static void header(ByteBuffer out, int at, int first, int length) {
    out.put(at, (byte) first);
    if (length < 126) {
      out.put(at + 1, (byte) length);
    } else if (length < 65_536) {
      out.put(at + 1, (byte) 126);
      out.putShort(at + 2, (short) length);
    } else {
      out.put(at + 1, (byte) 127);
      out.putLong(at + 2, length);
    }
  }
}
