package io.github.echosounder.wire.client;

/** Bits in the order of RFC 1951, 3.1.1: from the least significant of each byte. */
final class BitReader {
  /** The data end inside a block, which zlib takes for a pause and not for an error. */
  static final class Truncated extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Truncated() {
      super("the data end inside a block");
    }
  }

  private final byte[] bytes;
  private int at;

  BitReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int take(int count) {
    if (at + count > bytes.length * 8) {
      throw new Truncated();
    }
    int value = 0;
    for (int i = 0; i < count; i++, at++) {
      value |= ((bytes[at >> 3] >> (at & 7)) & 1) << i;
    }
    return value;
  }

  void align() {
    at = (at + 7) & ~7;
  }

  /** Fewer than 3 bits cannot begin a block. */
  boolean hasBlock() {
    return at + 3 <= bytes.length * 8;
  }
}
