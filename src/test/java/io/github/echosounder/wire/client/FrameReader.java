package io.github.echosounder.wire.client;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/** Reads what the server sends, frame by frame, and holds each to RFC 6455, 5. */
final class FrameReader {
  private static final long MOST = 64L << 20;

  /** So many of the bytes that come next. */
  private final IntFunction<byte[]> source;

  private final boolean compressionGranted;
  private boolean insideMessage;

  FrameReader(IntFunction<byte[]> source, boolean compressionGranted) {
    this.source = source;
    this.compressionGranted = compressionGranted;
  }

  ServerFrame next() {
    byte[] start = source.apply(2);
    boolean fin = (start[0] & 0x80) != 0;
    boolean rsv1 = (start[0] & 0x40) != 0;
    int opcode = start[0] & 0x0f;
    check((start[0] & 0x30) == 0, "RSV2 or RSV3 is set", start);
    check((start[1] & 0x80) == 0, "a server must not mask", start);
    check(!Opcode.isReserved(opcode), "reserved opcode", start);
    long length = length(start);
    if (Opcode.isControl(opcode)) {
      check(fin && length < 126, "a control frame is whole and at most 125 bytes", start);
      check(!rsv1, "a control frame is never compressed", start);
    } else {
      check(insideMessage == (opcode == Opcode.CONTINUATION), "out of order fragment", start);
      check(!rsv1 || compressionGranted, "RSV1 without permessage-deflate", start);
      check(!rsv1 || !insideMessage, "RSV1 on a later fragment", start);
      insideMessage = !fin;
    }
    check(length <= MOST, "longer than anything that was sent", start);
    return new ServerFrame(fin, rsv1, opcode, source.apply((int) length));
  }

  private long length(byte[] start) {
    int seven = start[1] & 0x7f;
    if (seven < 126) {
      return seven;
    }
    if (seven == 126) {
      int sixteen = ByteBuffer.wrap(source.apply(2)).getShort() & 0xffff;
      check(sixteen > 125, "length not in its shortest form", start);
      return sixteen;
    }
    long sixtyFour = ByteBuffer.wrap(source.apply(8)).getLong();
    check(sixtyFour > 65_535, "length not in its shortest form", start);
    return sixtyFour;
  }

  private static void check(boolean lawful, String law, byte[] start) {
    if (!lawful) {
      throw new AssertionError(law + ": frame starts " + Bytes.show(start));
    }
  }
}
