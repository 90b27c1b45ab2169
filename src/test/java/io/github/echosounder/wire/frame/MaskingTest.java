package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.3: client-to-server masking. */
class MaskingTest {

  private static final int KEY = 0x3d21fa37;

  @Test
  void byteIOfThePayloadIsMaskedWithByteIModulo4OfTheKey() {
    assertEquals(List.of("binary 08090a0b0c"), Reading.of("82 85 01020304 090b090f 0d"));
  }

  @Test
  void aKeyOfZerosChangesNothing() {
    assertEquals(List.of("text masked"), Reading.of("81 86 00000000 6d61736b6564"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 15, 16, 31, 32, 33, 39, 40, 63, 64, 65, 127, 1000})
  void anyLengthIsUnmaskedInPlaceOrToBytesBefore(int length) {
    byte[] plain = Bytes.noise(length, length);
    for (int back : new int[] {0, 1, 2, 4, 7, 8, 10, 14, 31, 40}) {
      for (boolean isDirect : new boolean[] {true, false}) {
        int size = 40 + length + 8;
        ByteBuffer bytes = isDirect ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        bytes.put(40, masked(plain));
        bytes.putLong(40 + length, 0x1122334455667788L);
        Masking.unmask(bytes, 40, 40 - back, length, KEY);
        byte[] seen = new byte[length];
        bytes.get(40 - back, seen);
        assertArrayEquals(plain, seen, "moved by " + back);
        assertEquals(0x1122334455667788L, bytes.getLong(40 + length), "what lies behind stays");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 31, 32, 33, 71})
  void aSingleByteAbove7fIsSeenWhereverItIs(int length) {
    for (int at = -1; at < length; at++) {
      byte[] plain = new byte[length];
      if (at >= 0) {
        plain[at] = (byte) 0x80;
      }
      ByteBuffer bytes = ByteBuffer.wrap(masked(plain));
      long seen = Masking.unmask(bytes, 0, 0, length, KEY);
      assertEquals(at >= 0, (seen & Utf8.HIGH_BITS) != 0, "at " + at);
    }
  }

  @Test
  void aKeyTurnsWithThePayloadThatHasCome() {
    byte[] plain = Bytes.noise(100, 1);
    for (int cut = 0; cut <= 100; cut++) {
      ByteBuffer bytes = ByteBuffer.wrap(masked(plain));
      Masking.unmask(bytes, 0, 0, cut, KEY);
      Masking.unmask(bytes, cut, cut, 100 - cut, Masking.turn(KEY, cut));
      assertArrayEquals(plain, bytes.array(), "cut at " + cut);
    }
    assertEquals(Masking.turn(KEY, 3), Masking.turn(KEY, (1L << 40) + 3));
  }

  private static byte[] masked(byte[] plain) {
    byte[] masked = plain.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= (byte) (KEY >>> (8 * (i % 4)));
    }
    return masked;
  }
}
