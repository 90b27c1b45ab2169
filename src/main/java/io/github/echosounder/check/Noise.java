package io.github.echosounder.check;

import io.github.echosounder.client.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Bytes that no compressor makes smaller, made where they are needed: none are kept. */
record Noise(long seed, long length) implements Payload {

  private static final int PIECE = 8192;

  @Override
  public void write(long from, ByteBuffer out) {
    long at = from;
    while (out.hasRemaining()) {
      long word = word(at >>> 3);
      if ((at & 7) == 0 && out.remaining() >= Long.BYTES) {
        out.putLong(word);
        at += Long.BYTES;
      } else {
        out.put((byte) (word >>> (56 - ((at & 7) << 3))));
        at++;
      }
    }
  }

  /** SplitMix64. */
  private long word(long index) {
    long z = seed + index * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  byte[] sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      for (long at = 0; at < length; at += PIECE) {
        piece.clear().limit((int) Math.min(PIECE, length - at));
        write(at, piece);
        digest.update(piece.flip());
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
