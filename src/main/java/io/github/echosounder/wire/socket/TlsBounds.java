package io.github.echosounder.wire.socket;

import io.netty.buffer.ByteBuf;

/** Where the TLS records end in what is read (RFC 8446, 5.1). */
final class TlsBounds {

  private static final int HEADER = 5;

  /** Behind the content type and the version. */
  private static final int LENGTH = 3;

  private int seen;
  private int length;

  void read(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (seen < HEADER) {
        length = seen < LENGTH ? 0 : length << Byte.SIZE | bytes.getUnsignedByte(at);
        seen++;
        at++;
      } else {
        int next = Math.min(HEADER + length - seen, bytes.writerIndex() - at);
        seen += next;
        at += next;
      }
      if (seen >= HEADER && seen == HEADER + length) {
        seen = 0;
      }
    }
  }

  /** Bytes of a record whose rest has not come. */
  int waiting() {
    return seen;
  }
}
