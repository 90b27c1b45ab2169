package io.github.echosounder.wire.client;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Both directions of RFC 7692, 7.2 with the JDK's zlib, each keeping its context between messages.
 */
public final class Deflate {
  private static final byte[] TAIL = Bytes.hex("00 00 ff ff");

  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final Inflater inflater = new Inflater(true);

  public byte[] compress(byte[] payload) {
    if (payload.length == 0) {
      return new byte[1]; // RFC 7692, 7.2.3.6: zlib has nothing to flush here
    }
    deflater.setInput(payload);
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[16_384];
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      out.write(buffer, 0, count);
    } while (count == buffer.length);
    byte[] bytes = out.toByteArray();
    return Bytes.slice(bytes, 0, bytes.length - TAIL.length);
  }

  public byte[] inflate(byte[] compressed) {
    return inflatePart(Bytes.join(compressed, TAIL));
  }

  /** What can be told so far of a message whose end has not come. */
  public byte[] inflatePart(byte[] compressed) {
    inflater.setInput(compressed);
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[16_384];
    try {
      while (true) {
        int count = inflater.inflate(buffer);
        out.write(buffer, 0, count);
        if (inflater.finished()) {
          int left = inflater.getRemaining(); // after a block with BFINAL: 7.2.3.4
          inflater.reset();
          inflater.setInput(compressed, compressed.length - left, left);
        } else if (count == 0) {
          return out.toByteArray();
        }
      }
    } catch (DataFormatException e) {
      throw new AssertionError(
          "the server's deflate data is damaged: " + Bytes.show(compressed), e);
    }
  }

  /** no_context_takeover for what this client sends. */
  public void forgetSent() {
    deflater.reset();
  }

  /** no_context_takeover for what the server sends. */
  public void forgetReceived() {
    inflater.reset();
  }
}
