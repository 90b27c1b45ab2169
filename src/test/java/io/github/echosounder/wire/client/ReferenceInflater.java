package io.github.echosounder.wire.client;

import java.io.ByteArrayOutputStream;

/**
 * DEFLATE (RFC 1951) by the book, for what zlib does not tell: how far back a stream reaches. A
 * distance beyond the granted window (RFC 7692, 7.1.2) or beyond all output is an error.
 */
public final class ReferenceInflater {
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final PrefixCode FIXED_LITERALS = fixedLiterals();
  private static final PrefixCode FIXED_DISTANCES = PrefixCode.ofEqualLengths(30, 5);

  private final int window;
  private byte[] history = new byte[0];
  private int farthest;
  private boolean sawFinal;

  public ReferenceInflater(int windowBits) {
    this.window = 1 << windowBits;
  }

  /** The largest distance that was seen. */
  public int farthest() {
    return farthest;
  }

  /** Whether there was a block with BFINAL, after which readings of RFC 7692 differ. */
  public boolean sawFinalBlock() {
    return sawFinal;
  }

  /** no_context_takeover: the next message cannot refer to earlier ones. */
  public void forget() {
    history = new byte[0];
  }

  /** One message of RFC 7692, 7.2.2: the tail that the sender took off is put back. */
  public byte[] message(byte[] compressed) {
    var bits = new BitReader(Bytes.join(compressed, Bytes.hex("00 00 ff ff")));
    var out = new Output(history);
    while (bits.hasBlock()) {
      boolean isFinal = bits.take(1) == 1;
      switch (bits.take(2)) {
        case 0 -> stored(bits, out);
        case 1 -> coded(bits, out, FIXED_LITERALS, FIXED_DISTANCES);
        case 2 -> dynamic(bits, out);
        default -> throw new IllegalArgumentException("block type 3");
      }
      if (isFinal) {
        sawFinal = true;
        bits.align(); // what follows starts on a byte: RFC 7692, 7.2.3.4
      }
    }
    byte[] all = out.toByteArray();
    byte[] message = Bytes.slice(all, history.length, all.length);
    history = Bytes.slice(all, Math.max(0, all.length - window), all.length);
    return message;
  }

  private static void stored(BitReader bits, Output out) {
    bits.align();
    int length = bits.take(16);
    if ((bits.take(16) ^ 0xffff) != length) {
      throw new IllegalArgumentException("stored length");
    }
    for (int i = 0; i < length; i++) {
      out.write(bits.take(8));
    }
  }

  private void dynamic(BitReader bits, Output out) {
    int literals = bits.take(5) + 257;
    int distances = bits.take(5) + 1;
    int codes = bits.take(4) + 4;
    int[] lengths = new int[19];
    for (int i = 0; i < codes; i++) {
      lengths[ORDER[i]] = bits.take(3);
    }
    PrefixCode lengthCode = new PrefixCode(lengths, 0, 19);
    int[] all = new int[literals + distances];
    for (int i = 0; i < all.length; ) {
      int symbol = lengthCode.read(bits);
      if (symbol < 16) {
        all[i++] = symbol;
        continue;
      }
      int value = symbol == 16 && i > 0 ? all[i - 1] : 0;
      int times =
          switch (symbol) {
            case 16 -> 3 + bits.take(2);
            case 17 -> 3 + bits.take(3);
            default -> 11 + bits.take(7);
          };
      if (i + times > all.length || (symbol == 16 && i == 0)) {
        throw new IllegalArgumentException("code lengths beyond the last code");
      }
      for (int n = 0; n < times; n++) {
        all[i++] = value;
      }
    }
    coded(
        bits,
        out,
        new PrefixCode(all, 0, literals),
        new PrefixCode(all, literals, literals + distances));
  }

  private void coded(BitReader bits, Output out, PrefixCode literals, PrefixCode distances) {
    for (int symbol = literals.read(bits); symbol != 256; symbol = literals.read(bits)) {
      if (symbol < 256) {
        out.write(symbol);
        continue;
      }
      int length = length(symbol, bits);
      int distance = distance(distances.read(bits), bits);
      if (distance > window || distance > out.size()) {
        throw new IllegalArgumentException(
            "distance " + distance + " of " + out.size() + " bytes in a window of " + window);
      }
      farthest = Math.max(farthest, distance);
      out.copy(distance, length);
    }
  }

  /** RFC 1951, 3.2.5: groups of four codes, each group with one more extra bit. */
  private static int length(int symbol, BitReader bits) {
    int code = symbol - 257;
    if (code < 8) {
      return code + 3;
    }
    if (code > 28) {
      throw new IllegalArgumentException("length code " + symbol);
    }
    int extra = code / 4 - 1;
    return code == 28 ? 258 : ((4 + code % 4) << extra) + 3 + bits.take(extra);
  }

  private static int distance(int code, BitReader bits) {
    if (code < 4) {
      return code + 1;
    }
    if (code > 29) {
      throw new IllegalArgumentException("distance code " + code);
    }
    int extra = code / 2 - 1;
    return ((2 + code % 2) << extra) + 1 + bits.take(extra);
  }

  private static PrefixCode fixedLiterals() {
    int[] lengths = new int[288];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    }
    return new PrefixCode(lengths, 0, lengths.length);
  }

  /** Output that can copy from itself. */
  private static final class Output extends ByteArrayOutputStream {
    Output(byte[] history) {
      writeBytes(history);
    }

    void copy(int distance, int length) {
      for (int i = 0; i < length; i++) {
        write(buf[count - distance]);
      }
    }
  }
}
