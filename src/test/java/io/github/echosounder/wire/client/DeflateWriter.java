package io.github.echosounder.wire.client;

import java.io.ByteArrayOutputStream;

/** Writes DEFLATE blocks of a chosen form, for forms and faults that zlib does not write. */
public final class DeflateWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int pending;
  private int pendingBits;

  /** The lowest bits of the value, the least significant first. */
  public DeflateWriter bits(int value, int count) {
    for (int i = 0; i < count; i++) {
      pending |= ((value >> i) & 1) << pendingBits;
      if (++pendingBits == 8) {
        out.write(pending);
        pending = 0;
        pendingBits = 0;
      }
    }
    return this;
  }

  public DeflateWriter stored(byte[] payload) {
    return stored(payload, payload.length, ~payload.length);
  }

  public DeflateWriter stored(byte[] payload, int length, int complement) {
    bits(0, 3);
    align();
    bits(length, 16).bits(complement, 16);
    out.writeBytes(payload);
    return this;
  }

  /** BFINAL = 0, BTYPE = 01: the codes of RFC 1951, 3.2.6 follow. */
  public DeflateWriter fixed() {
    return bits(0, 1).bits(1, 2);
  }

  public DeflateWriter literals(byte[] payload) {
    for (byte next : payload) {
      int value = next & 0xff;
      if (value < 144) {
        code(0x30 + value, 8);
      } else {
        code(0x190 + value - 144, 9);
      }
    }
    return this;
  }

  /** Copies 3 to 10 bytes from this far back. */
  public DeflateWriter match(int length, int distance) {
    code(length - 2, 7); // 257 to 264, which have no extra bits
    if (distance < 5) {
      code(distance - 1, 5);
      return this;
    }
    int extra = 30 - Integer.numberOfLeadingZeros(distance - 1);
    int half = ((distance - 1) >> extra) & 1;
    code(2 * extra + 2 + half, 5);
    return bits(distance - 1, extra);
  }

  public DeflateWriter endOfBlock() {
    code(0, 7);
    return this;
  }

  /** As RFC 7692, 7.2.1 has it: an empty stored block at the end, without its last four bytes. */
  public byte[] message() {
    bits(0, 3);
    align();
    return out.toByteArray();
  }

  private void align() {
    bits(0, (8 - pendingBits) % 8);
  }

  /** Huffman codes are packed from their most significant bit. */
  private void code(int code, int count) {
    for (int i = count - 1; i >= 0; i--) {
      bits((code >> i) & 1, 1);
    }
  }
}
