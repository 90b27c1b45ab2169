package io.github.echosounder.wire;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Deflate;
import java.io.ByteArrayOutputStream;

/** Compresses as far back as the client was granted (RFC 7692, 7.1.2.2), and no farther. */
final class CompressingClient {
  private static final int LARGEST = 15;

  private final int bits;
  private final boolean forgets;
  private final Deflate deflate = new Deflate();

  CompressingClient(int bits, boolean forgets) {
    this.bits = bits;
    this.forgets = forgets;
  }

  byte[] compress(byte[] payload) {
    if (bits < LARGEST) {
      return compressInSlices(payload);
    }
    if (forgets) {
      deflate.forgetSent();
    }
    return deflate.compress(payload);
  }

  /** The JDK's zlib has one window only; of slices no longer than a window none looks past it. */
  private byte[] compressInSlices(byte[] payload) {
    int window = 1 << bits;
    var out = new ByteArrayOutputStream();
    for (int from = 0; from + window < payload.length; from += window) {
      out.writeBytes(new Deflate().compress(Bytes.slice(payload, from, from + window)));
      out.writeBytes(Bytes.hex("00 00 ff ff"));
    }
    int last = payload.length == 0 ? 0 : (payload.length - 1) / window * window;
    out.writeBytes(new Deflate().compress(Bytes.slice(payload, last, payload.length)));
    return out.toByteArray();
  }
}
