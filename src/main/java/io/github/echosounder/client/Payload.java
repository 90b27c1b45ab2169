package io.github.echosounder.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a frame carries, written piece by piece, so that a large one is never held as a whole. */
public interface Payload {

  long length();

  /** Fills {@code out} with the bytes that begin at {@code from}. */
  void write(long from, ByteBuffer out);

  static Payload of(byte[] bytes) {
    return new Payload() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void write(long from, ByteBuffer out) {
        out.put(bytes, (int) from, out.remaining());
      }
    };
  }

  static Payload of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
