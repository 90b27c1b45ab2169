package io.github.echosounder.wire.client;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The tools agree with the JDK's zlib, and the inflater sees what zlib does not tell. */
class ReferenceInflaterTest {
  @Test
  void whatZlibDeflatesIsInflatedAcrossMessages() {
    var zlib = new Deflate();
    var inflater = new ReferenceInflater(15);
    for (int size : new int[] {0, 1, 10, 1_000, 100_000}) {
      for (byte[] payload : new byte[][] {noise(size, size), Bytes.text("text 文字 ", size)}) {
        assertArrayEquals(payload, inflater.message(zlib.compress(payload)));
      }
    }
    byte[] unit = noise(20_000, 2);
    assertArrayEquals(join(unit, unit), inflater.message(zlib.compress(join(unit, unit))));
    assertEquals(20_000, inflater.farthest());
  }

  @Test
  void theSamplesOfTheRfcAreRead() {
    for (String sample :
        new String[] {
          "f2 48 cd c9 c9 07 00",
          "00 05 00 fa ff 48 65 6c 6c 6f 00",
          "f3 48 cd c9 c9 07 00 00",
          "f2 48 05 00 00 00 ff ff ca c9 c9 07 00"
        }) {
      byte[] wire = Bytes.hex(sample);
      assertArrayEquals(Bytes.utf8("Hello"), new ReferenceInflater(8).message(wire), sample);
      assertArrayEquals(Bytes.utf8("Hello"), new Deflate().inflate(wire), sample);
    }
  }

  @Test
  void aDistanceBeyondTheWindowIsFound() {
    byte[] unit = noise(600, 1);
    byte[] compressed = new Deflate().compress(join(unit, unit));
    assertEquals(1_200, new ReferenceInflater(10).message(compressed).length);
    assertThrows(
        IllegalArgumentException.class, () -> new ReferenceInflater(9).message(compressed));
  }

  @Test
  void aDistanceIntoAForgottenMessageIsFound() {
    var zlib = new Deflate();
    var inflater = new ReferenceInflater(15);
    inflater.message(zlib.compress(noise(500, 1)));
    byte[] again = zlib.compress(noise(500, 1));
    inflater.forget();
    assertThrows(IllegalArgumentException.class, () -> inflater.message(again));
  }

  @Test
  void zlibReadsEveryDistanceThatTheWriterWrites() {
    byte[] start = noise(32_768, 5);
    for (int distance = 1; distance <= 32_768; distance += distance < 70 ? 1 : 331) {
      byte[] message =
          new DeflateWriter().stored(start).fixed().match(3, distance).endOfBlock().message();
      int from = start.length - distance;
      byte[] copied = new byte[3];
      for (int i = 0; i < 3; i++) {
        copied[i] = start[from + i % distance];
      }
      assertArrayEquals(join(start, copied), new Deflate().inflate(message));
      assertArrayEquals(join(start, copied), new ReferenceInflater(15).message(message));
    }
  }

  @Test
  void zlibReadsEveryLengthAndLiteralThatTheWriterWrites() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    for (int length = 3; length <= 10; length++) {
      byte[] message =
          new DeflateWriter().fixed().literals(all).match(length, 256).endOfBlock().message();
      assertArrayEquals(join(all, slice(all, 0, length)), new Deflate().inflate(message));
    }
  }
}
