package io.github.echosounder.wire.client;

import java.util.Arrays;

/** A Huffman code given by its lengths: RFC 1951, 3.2.2. */
final class PrefixCode {
  private static final int LONGEST = 15;

  private final int[] countOfLength = new int[LONGEST + 1];
  private final int[] symbols;

  PrefixCode(int[] lengths, int from, int to) {
    for (int i = from; i < to; i++) {
      countOfLength[lengths[i]]++;
    }
    countOfLength[0] = 0;
    int[] next = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      next[length + 1] = next[length] + countOfLength[length];
    }
    symbols = new int[next[LONGEST + 1]];
    for (int i = from; i < to; i++) {
      if (lengths[i] > 0) {
        symbols[next[lengths[i]]++] = i - from;
      }
    }
  }

  static PrefixCode ofEqualLengths(int symbols, int length) {
    int[] lengths = new int[symbols];
    Arrays.fill(lengths, length);
    return new PrefixCode(lengths, 0, symbols);
  }

  int read(BitReader bits) {
    int code = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code |= bits.take(1);
      if (code - first < countOfLength[length]) {
        return symbols[index + code - first];
      }
      index += countOfLength[length];
      first = (first + countOfLength[length]) << 1;
      code <<= 1;
    }
    throw new IllegalArgumentException("no such code");
  }
}
