package io.github.echosounder.wire.frame;

import java.nio.ByteBuffer;

/**
 * Validates UTF-8 (RFC 3629, 4) as it arrives, across frames and fragments, and fails at the first
 * byte that no continuation could make right (RFC 6455, 8.1).
 */
public final class Utf8 {

  /** The bits that no ASCII text has. */
  public static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  // Two three-byte characters in the low six bytes of a word: their fixed bits, and those that
  // tell overlong forms (E0 80..9F) and surrogates (ED A0..BF) from the rest.
  private static final long TWO_OF_THREE = 0xC0C0_F0C0_C0F0L;
  private static final long TWO_OF_THREE_FIXED = 0x8080_E080_80E0L;

  /** Continuation bytes still to come; zero between characters. */
  private int missing;

  /** What the next continuation byte may be: 80..BF except after E0, ED, F0 and F4. */
  private int lowest = 0x80;

  private int highest = 0xBF;

  /** Whether no character is half read: only then may a message end. */
  public boolean isComplete() {
    return missing == 0;
  }

  /** Whether these bytes may follow the ones before. */
  public boolean accept(ByteBuffer bytes, int from, int length) {
    int end = from + length;
    int i = from;
    while (i < end) {
      if (missing == 0) {
        i = skipWords(bytes, i, end);
        if (i == end) {
          return true;
        }
      }
      if (!step(bytes.get(i) & 0xFF)) {
        return false;
      }
      i++;
    }
    return true;
  }

  /** Goes over ASCII by eight bytes and over three-byte characters by two, as far as it can. */
  private static int skipWords(ByteBuffer bytes, int from, int end) {
    int i = from;
    int last = end - Long.BYTES;
    while (i <= last) {
      long word = (long) Masking.LONG.get(bytes, i);
      if ((word & HIGH_BITS) == 0) {
        i += 8;
      } else if ((word & TWO_OF_THREE) == TWO_OF_THREE_FIXED
          && isThreeByteCharacter(word)
          && isThreeByteCharacter(word >>> 24)) {
        i += 6;
      } else if ((word & 0x80) == 0) {
        i += Long.numberOfTrailingZeros(word & HIGH_BITS) >>> 3;
        if ((bytes.get(i) & 0xF0) != 0xE0) {
          return i;
        }
      } else {
        return i;
      }
    }
    return i;
  }

  /** Of bytes that look like E. 8./9./A./B. ...: not overlong, not a surrogate. */
  private static boolean isThreeByteCharacter(long word) {
    long told = word & 0x200F;
    return told != 0 && told != 0x200D;
  }

  private boolean step(int b) {
    if (missing > 0) {
      if (b < lowest || b > highest) {
        return false;
      }
      missing--;
      lowest = 0x80;
      highest = 0xBF;
      return true;
    }
    if (b < 0x80) {
      return true;
    }
    if (b >= 0xC2 && b <= 0xDF) {
      missing = 1;
    } else if (b >= 0xE0 && b <= 0xEF) {
      missing = 2;
      lowest = b == 0xE0 ? 0xA0 : 0x80;
      highest = b == 0xED ? 0x9F : 0xBF;
    } else if (b >= 0xF0 && b <= 0xF4) {
      missing = 3;
      lowest = b == 0xF0 ? 0x90 : 0x80;
      highest = b == 0xF4 ? 0x8F : 0xBF;
    } else {
      return false;
    }
    return true;
  }
}
