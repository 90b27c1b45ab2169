package io.github.echosounder.wire.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** RFC 6455, 5.3: unmasking, eight bytes at a time. */
public final class Masking {

  public static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Masking() {}

  /**
   * Unmasks, or masks, {@code length} bytes at {@code from} to {@code to}, which may overlap when
   * {@code to} is not behind {@code from}.
   *
   * @param key the masking key, its first byte lowest, turned so that it starts at {@code from}
   * @return all unmasked bytes or-ed together by words: without a bit of {@link Utf8#HIGH_BITS} the
   *     payload is ASCII
   */
  public static long unmask(ByteBuffer bytes, int from, int to, int length, int key) {
    long mask = (key & 0xFFFF_FFFFL) | ((long) key << 32);
    long seen = 0;
    int i = 0;
    for (int last = length - 32; i <= last; i += 32) {
      long a = (long) LONG.get(bytes, from + i) ^ mask;
      long b = (long) LONG.get(bytes, from + i + 8) ^ mask;
      long c = (long) LONG.get(bytes, from + i + 16) ^ mask;
      long d = (long) LONG.get(bytes, from + i + 24) ^ mask;
      LONG.set(bytes, to + i, a);
      LONG.set(bytes, to + i + 8, b);
      LONG.set(bytes, to + i + 16, c);
      LONG.set(bytes, to + i + 24, d);
      seen |= a | b | c | d;
    }
    for (int last = length - 8; i <= last; i += 8) {
      long a = (long) LONG.get(bytes, from + i) ^ mask;
      LONG.set(bytes, to + i, a);
      seen |= a;
    }
    for (; i < length; i++) {
      byte a = (byte) (bytes.get(from + i) ^ (mask >>> ((i & 7) << 3)));
      bytes.put(to + i, a);
      seen |= a;
    }
    return seen;
  }

  /** The key as it stands {@code bytes} bytes further on. */
  public static int turn(int key, long bytes) {
    return Integer.rotateRight(key, (int) (bytes & 3) << 3);
  }
}
