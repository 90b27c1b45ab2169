package io.github.echosounder.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What messages carry: eight digits of the message's number, four of its lane's, then a pattern
 * that begins elsewhere in each message. Digits are of base 64, the lowest first; a message of
 * fewer than twelve bytes has only the first of them.
 */
final class Content {

  static final int NUMBER_DIGITS = 8;
  static final int LANE_DIGITS = 4;
  static final int HEAD = NUMBER_DIGITS + LANE_DIGITS;
  static final int BITS = 6;

  private static final byte[] DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = values();

  /** Each two digits that are beside each other, the lower one in the lower byte. */
  private static final char[] PAIRS = pairs();

  /** Prime: what is moved by a block of any usual size does not fit any more. */
  private static final int PERIOD = 4093;

  /** So much of the pattern is there in one piece, wherever it begins. */
  private static final int PIECE = 64 * 1024;

  private static final VarHandle IN_BUFFER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_IN_BUFFER =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] pattern = new byte[PERIOD + PIECE];
  private final int size;

  Content(int size, boolean isText) {
    this.size = size;
    Random random = new Random(size);
    for (int i = 0; i < PERIOD; i++) {
      int any = random.nextInt();
      pattern[i] = isText ? DIGITS[any & 63] : (byte) any;
    }
    for (int i = PERIOD; i < pattern.length; i++) {
      pattern[i] = pattern[i - PERIOD];
    }
  }

  private static byte[] values() {
    byte[] values = new byte[256];
    java.util.Arrays.fill(values, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      values[DIGITS[i]] = (byte) i;
    }
    return values;
  }

  private static char[] pairs() {
    char[] pairs = new char[1 << (2 * BITS)];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (char) (DIGITS[i & 63] | (DIGITS[i >>> BITS] << 8));
    }
    return pairs;
  }

  /** The digits of a number, the lowest in the lowest byte. */
  private static long digits(long number) {
    return pair(number)
        | (pair(number >>> 12) << 16)
        | (pair(number >>> 24) << 32)
        | (pair(number >>> 36) << 48);
  }

  private static long pair(long number) {
    return PAIRS[(int) number & 4095];
  }

  private static int laneDigits(int lane) {
    return (int) (pair(lane) | (pair(lane >>> 12) << 16));
  }

  /** Whether a whole head is there, and is that of the message. */
  boolean isHead(long number, int lane, ByteBuffer bytes, int from, int length) {
    return length >= HEAD
        && (long) IN_BUFFER.get(bytes, from) == digits(number)
        && (int) INT_IN_BUFFER.get(bytes, from + NUMBER_DIGITS) == laneDigits(lane);
  }

  int size() {
    return size;
  }

  /** How many numbers can be told apart: a number counts modulo this. */
  long numbers() {
    return 1L << (BITS * Math.min(size, NUMBER_DIGITS));
  }

  /** What the digit stands for; negative where it is none. */
  static int value(byte digit) {
    return VALUES[digit & 0xFF];
  }

  /** Fills {@code out} with the bytes of a message from {@code from} on. */
  void write(long number, int lane, long from, ByteBuffer out) {
    long at = from;
    if (at == 0 && out.remaining() >= HEAD) {
      int begin = out.position();
      IN_BUFFER.set(out, begin, digits(number));
      INT_IN_BUFFER.set(out, begin + NUMBER_DIGITS, laneDigits(lane));
      out.position(begin + HEAD);
      at = HEAD;
    }
    for (; at < HEAD && out.hasRemaining(); at++) {
      out.put(digit(number, lane, (int) at));
    }
    while (out.hasRemaining()) {
      int length = Math.min(PIECE, out.remaining());
      out.put(pattern, begin(number, at), length);
      at += length;
    }
  }

  private static byte digit(long number, int lane, int at) {
    return at < NUMBER_DIGITS
        ? DIGITS[(int) (number >>> (BITS * at)) & 63]
        : DIGITS[(lane >>> (BITS * (at - NUMBER_DIGITS))) & 63];
  }

  private static int begin(long number, long at) {
    return (int) ((number * 31 + at) % PERIOD);
  }

  /** Whether these bytes, behind the head, are those of the message from {@code at} on. */
  boolean isAt(long number, long at, ByteBuffer bytes, int from, int length) {
    for (int done = 0; done < length; done += PIECE) {
      int piece = Math.min(PIECE, length - done);
      if (!isEqual(bytes, from + done, begin(number, at + done), piece)) {
        return false;
      }
    }
    return true;
  }

  private boolean isEqual(ByteBuffer bytes, int from, int begin, int length) {
    int i = 0;
    for (int last = length - Long.BYTES; i <= last; i += Long.BYTES) {
      if ((long) IN_BUFFER.get(bytes, from + i) != (long) IN_ARRAY.get(pattern, begin + i)) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (bytes.get(from + i) != pattern[begin + i]) {
        return false;
      }
    }
    return true;
  }
}
