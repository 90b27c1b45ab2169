package io.github.echosounder.wire.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.DeflateWriter;
import io.github.echosounder.wire.client.ReferenceInflater;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 7.2.2: decompression, and 7.2.1: where a message may end. */
class InflationTest {

  private static final byte[] TAIL = Bytes.hex("00 00 ff ff");

  private final List<Inflation> made = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void release() {
    made.forEach(Inflation::release);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theExamplesOfTheRfcInflate(boolean isNoContextTakeover) throws Violation {
    Inflation inflation = inflation(isNoContextTakeover);
    assertEquals("Hello", text(inflation, "f2 48 cd c9 c9 07 00"), "7.2.3.1, one block");
    assertEquals("Hello", text(inflation, "00 05 00 fa ff 48 65 6c 6c 6f 00"), "7.2.3.3, stored");
    assertEquals("Hello", text(inflation, "f3 48 cd c9 c9 07 00 00"), "7.2.3.4, BFINAL");
    assertEquals(
        "Hello", text(inflation, "f2 48 05 00 00 00 ff ff ca c9 c9 07 00"), "7.2.3.5, two");
    assertEquals("", text(inflation, "00"), "7.2.3.6, empty");
    assertEquals("", text(inflation, "02 00"), "7.2.3.6, empty in another way");
  }

  @Test
  void aMessageMayReferToTheOneBeforeWhereThatWasAgreedOn() throws Violation {
    Inflation inflation = inflation(false);
    assertEquals("Hello", text(inflation, "f2 48 cd c9 c9 07 00"));
    assertEquals("Hello", text(inflation, "f2 00 11 00 00"), "7.2.3.2");
  }

  @Test
  void aMessageThatRefersToTheOneBeforeIsRefusedWhereThatWasNotAgreedOn() throws Violation {
    Inflation inflation = inflation(true);
    assertEquals("Hello", text(inflation, "f2 48 cd c9 c9 07 00"));
    assertInvalid(inflation, Bytes.hex("f2 00 11 00 00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"07 00", "06 00", "ff ff ff ff ff", "00 05 00 05 00 48 65 6c 6c 6f 00"})
  void whatIsNoDeflateDataIsInvalidPayload(String hex) {
    assertInvalid(inflation(false), Bytes.hex(hex));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageThatEndsWithinABlockIsInvalidPayload(boolean isNoContextTakeover) {
    for (byte[] payload :
        List.of(Bytes.utf8("Hello"), Bytes.text("some text, ", 2000), Bytes.noise(3000, 1))) {
      byte[] whole = new Deflate().compress(payload);
      assertInvalid(inflation(isNoContextTakeover), Bytes.slice(whole, 0, whole.length / 2));
      assertInvalid(inflation(isNoContextTakeover), Bytes.slice(whole, 0, whole.length - 1));
    }
    assertInvalid(inflation(isNoContextTakeover), new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageWhoseTailWasLeftOnIsInvalidPayload(boolean isNoContextTakeover) {
    for (byte[] payload : List.of(Bytes.utf8("Hello"), Bytes.noise(3000, 1), new byte[0])) {
      byte[] whole = new Deflate().compress(payload);
      assertInvalid(inflation(isNoContextTakeover), Bytes.join(whole, TAIL));
    }
  }

  @Test
  void aMessageThatEndsWithinABlockFailsAsAFrameToo() {
    assertEquals(1007, Reading.inflating().fails("c2 80 00000000").code(), "RSV1 without payload");
    assertEquals(1007, Reading.inflating().fails("c1 86 00000000 f248cdc9c907").code());
    assertEquals(
        1007, Reading.inflating().read("41 83 00000000 f248cd").fails("80 80 00000000").code());
  }

  /** Half of them with context takeover, after a message that was whole. */
  @Test
  void ofCutMessagesNearlyAllAreNoticedAndOfWholeOnesNoneIsRefused() throws Violation {
    Random random = new Random(7692);
    int cuts = 0;
    int noticed = 0;
    for (int run = 0; run < 350; run++) {
      boolean isNoContextTakeover = run % 2 == 0;
      byte[] payload = payload(random);
      byte[] whole = compressed(random, payload);
      assertArrayEquals(payload, inflated(inflation(isNoContextTakeover), whole), "run " + run);
      for (int i = 0; i < 4 && whole.length > 2; i++) {
        byte[] cut = Bytes.slice(whole, 0, 1 + random.nextInt(whole.length - 1));
        if (isWhole(cut)) {
          continue;
        }
        cuts++;
        Inflation inflation = inflation(isNoContextTakeover);
        inflated(inflation, new Deflate().compress(Bytes.utf8("a whole one before")));
        try {
          inflated(inflation, cut);
        } catch (Violation violation) {
          assertEquals(1007, violation.code());
          noticed++;
        }
      }
    }
    assertTrue(cuts > 1200, cuts + " cuts");
    assertTrue(noticed >= cuts * 0.999, noticed + " of " + cuts);
  }

  @Test
  void theContextIsWhatTheSenderHasThroughAllKindsOfEnds() throws Violation {
    Inflation inflation = inflation(false);
    Deflate sender = new Deflate();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] payload = i % 7 == 0 ? new byte[0] : Bytes.text("number " + i % 5, random.nextInt(99));
      byte[] compressed = sender.compress(payload);
      assertArrayEquals(payload, inflated(inflation, compressed), "message " + i);
    }
  }

  @Test
  void aMessageOfManyBlocksInManyPiecesInflatesToItsSum() throws Violation {
    byte[] payload = Bytes.noise(50_000, 3);
    byte[] compressed = new Deflate().compress(payload);
    for (int size : new int[] {1, 7, 4096}) {
      Inflation inflation = inflation(false);
      out.reset();
      long total = 0;
      for (int from = 0; from < compressed.length; from += size) {
        int length = Math.min(size, compressed.length - from);
        total =
            inflation.inflate(
                ByteBuffer.wrap(compressed),
                from,
                length,
                from + length == compressed.length,
                this::collect);
      }
      assertEquals(payload.length, total);
      assertArrayEquals(payload, out.toByteArray());
    }
  }

  @Test
  void theOutputIsToldHowMuchHasComeOfTheMessageSoFar() throws Violation {
    Inflation inflation = inflation(false);
    for (int i = 0; i < 2; i++) {
      List<Long> totals = new ArrayList<>();
      byte[] compressed = new Deflate().compress(new byte[40_000]);
      inflation.inflate(
          ByteBuffer.wrap(compressed),
          0,
          compressed.length,
          true,
          (piece, total) -> totals.add(total));
      assertEquals(List.of(16_384L, 32_768L, 40_000L), totals, "message " + i);
    }
  }

  @Test
  void aBlockWithBfinalIsRemembered() throws Violation {
    Inflation inflation = inflation(false);
    inflated(inflation, Bytes.hex("f2 48 cd c9 c9 07 00"));
    assertFalse(inflation.hasSeenFinalBlock());
    inflated(inflation, Bytes.hex("f3 48 cd c9 c9 07 00 00"));
    assertTrue(inflation.hasSeenFinalBlock());
  }

  @Test
  void aMessageMayEndWithABlockWithBfinal() throws Violation {
    Inflation inflation = inflation(false);
    assertEquals("Hello", text(inflation, "f3 48 cd c9 c9 07 00"));
    assertEquals("Hello", text(inflation, "f2 48 cd c9 c9 07 00"), "and the next one is read");
  }

  @Test
  void blocksMayFollowOneWithBfinal() throws Violation {
    assertEquals("HelloHello", text(inflation(false), "f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00"));
  }

  @Test
  void formsThatZlibDoesNotWriteInflateToo() throws Violation {
    byte[] mixed =
        new DeflateWriter()
            .stored(new byte[0])
            .fixed()
            .literals(Bytes.utf8("abc"))
            .match(9, 3)
            .endOfBlock()
            .stored(Bytes.utf8("def"))
            .message();
    assertEquals("abcabcabcabcdef", new String(inflated(inflation(false), mixed), UTF_8));
  }

  private Inflation inflation(boolean isNoContextTakeover) {
    Inflation inflation = new Inflation(ByteBuffer.allocateDirect(16 * 1024), isNoContextTakeover);
    made.add(inflation);
    return inflation;
  }

  /** Some are cut at the end of a block, where a message may end. */
  private static boolean isWhole(byte[] cut) {
    ReferenceInflater reference = new ReferenceInflater(15);
    try {
      reference.message(cut);
      return true;
    } catch (IllegalArgumentException notAtABlockWithoutBfinal) {
      return endsWithBfinal(cut);
    }
  }

  private static boolean endsWithBfinal(byte[] cut) {
    ReferenceInflater reference = new ReferenceInflater(15);
    try {
      reference.message(Bytes.join(cut, new byte[1]));
      return reference.sawFinalBlock();
    } catch (IllegalArgumentException withinABlock) {
      return false;
    }
  }

  private static byte[] payload(Random random) {
    int size = random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(6000);
    return switch (random.nextInt(4)) {
      case 0 -> Bytes.noise(size, random.nextLong());
      case 1 -> new byte[size];
      case 2 -> Bytes.text("the quick brown fox jumps over the lazy dog 汉字 ", size);
      default -> sparse(size, random);
    };
  }

  /** Compressible, with codes of many lengths. */
  private static byte[] sparse(int size, Random random) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) Math.abs(random.nextGaussian() * 20);
    }
    return bytes;
  }

  /** By zlib at any level, with full flushes amid it, with BFINAL, or with an empty block more. */
  private static byte[] compressed(Random random, byte[] payload) {
    if (payload.length == 0) {
      return Bytes.hex(random.nextBoolean() ? "00" : "02 00");
    }
    Deflater deflater = new Deflater(random.nextInt(10), true);
    try {
      var bytes = new ByteArrayOutputStream();
      int cut = random.nextInt(3) == 0 ? random.nextInt(payload.length) : 0;
      if (cut > 0) {
        deflater.setInput(payload, 0, cut);
        drain(deflater, random.nextBoolean() ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH, bytes);
      }
      deflater.setInput(payload, cut, payload.length - cut);
      if (random.nextInt(4) == 0) {
        deflater.finish();
        drain(deflater, Deflater.NO_FLUSH, bytes);
        return Bytes.join(bytes.toByteArray(), new byte[1]);
      }
      drain(deflater, Deflater.SYNC_FLUSH, bytes);
      byte[] flushed = bytes.toByteArray();
      return random.nextInt(5) == 0
          ? Bytes.join(flushed, new byte[1])
          : Bytes.slice(flushed, 0, flushed.length - TAIL.length);
    } finally {
      deflater.end();
    }
  }

  private static void drain(Deflater deflater, int flush, ByteArrayOutputStream bytes) {
    byte[] buffer = new byte[16_384];
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, flush);
      bytes.write(buffer, 0, count);
    } while (count == buffer.length);
  }

  private String text(Inflation inflation, String hex) throws Violation {
    return new String(inflated(inflation, Bytes.hex(hex)), UTF_8);
  }

  private byte[] inflated(Inflation inflation, byte[] compressed) throws Violation {
    out.reset();
    inflation.inflate(ByteBuffer.wrap(compressed), 0, compressed.length, true, this::collect);
    return out.toByteArray();
  }

  private void collect(ByteBuffer piece, long total) {
    byte[] copy = new byte[piece.remaining()];
    piece.get(copy);
    out.writeBytes(copy);
  }

  private void assertInvalid(Inflation inflation, byte[] compressed) {
    Violation violation =
        assertThrows(
            Violation.class, () -> inflated(inflation, compressed), () -> Bytes.show(compressed));
    assertEquals(1007, violation.code());
  }

  /** Its 40 KiB are zlib's: no collector of ours sees them. */
  @Test
  void theInflaterIsEndedWithItsConnection() throws Exception {
    Inflation inflation = inflation(false);
    assertEquals("Hello", text(inflation, "f2 48 cd c9 c9 07 00"));
    var field = Inflation.class.getDeclaredField("inflater");
    field.setAccessible(true);
    var inflater = (Inflater) field.get(inflation);
    inflation.release();
    assertThrows(RuntimeException.class, inflater::getBytesRead, "it is still of use");
    inflation.release();
  }
}
