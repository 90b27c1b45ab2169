package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Utf8Judge;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 8.1: text is UTF-8, as RFC 3629 defines it. */
class Utf8Test {

  @Test
  void everyCharacterOfUnicodeIsAccepted() {
    for (int point = 0; point <= 0x10FFFF; point++) {
      if (point < 0xD800 || point > 0xDFFF) {
        byte[] bytes = Bytes.utf8(Character.toString(point));
        Utf8 utf8 = new Utf8();
        if (!utf8.accept(ByteBuffer.wrap(bytes), 0, bytes.length) || !utf8.isComplete()) {
          throw new AssertionError("U+" + Integer.toHexString(point));
        }
      }
    }
  }

  @Test
  void everySequenceOfThreeBytesIsJudgedAsByTheTableOfRfc3629() {
    ByteBuffer bytes = ByteBuffer.allocate(3);
    for (int lead = 0x7F; lead < 0x100; lead++) {
      for (int second = 0; second < 0x100; second++) {
        for (int third : new int[] {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF}) {
          bytes.put(0, (byte) lead).put(1, (byte) second).put(2, (byte) third);
          assertEquals(
              Utf8Judge.couldContinue(bytes.array()),
              new Utf8().accept(bytes, 0, 3),
              () -> Bytes.show(bytes.array()));
        }
      }
    }
  }

  @Test
  void theQuickWaysFindTheSameAsTheSlowOne() {
    Random random = new Random(1);
    int[] ends = {0x41, 0x7F, 0x80, 0xBF, 0xC2, 0xE0, 0xE4, 0xED, 0xEF, 0xF0, 0xF4, 0xA0, 0x9F};
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = Bytes.text(run % 3 == 0 ? "abcdefg再" : "再见é😀", 8 + random.nextInt(40));
      if (run % 2 == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) ends[random.nextInt(ends.length)];
      }
      Utf8 whole = new Utf8();
      boolean isAccepted = whole.accept(ByteBuffer.wrap(bytes), 0, bytes.length);
      assertEquals(Utf8Judge.couldContinue(bytes), isAccepted, () -> Bytes.show(bytes));
      Utf8 inBytes = new Utf8();
      boolean areAccepted = true;
      for (int i = 0; i < bytes.length && areAccepted; i++) {
        areAccepted = inBytes.accept(ByteBuffer.wrap(bytes), i, 1);
      }
      assertEquals(areAccepted, isAccepted, () -> Bytes.show(bytes));
      assertEquals(!isAccepted || inBytes.isComplete(), !isAccepted || whole.isComplete());
    }
  }

  @Test
  void aTextMayBeCutWithinACharacter() {
    assertEquals(
        List.of("text... e4", "ping ", "continuation... bd", "continuation a0"),
        Reading.of("01 81 00000000 e4  89 80 00000000  00 81 00000000 bd  80 81 00000000 a0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "e4bd", "f09f90", "6162c3"})
  void aTextThatEndsWithinACharacterIsInvalidPayload(String hex) {
    int length = hex.length() / 2;
    Violation whole = Reading.violation("81 8" + length + " 00000000" + hex);
    assertEquals(1007, whole.code());
    assertTrue(whole.reason().contains("ends within a character"), whole.reason());
    Violation emptied = Reading.violation("01 8" + length + " 00000000" + hex + " 80 80 00000000");
    assertEquals(1007, emptied.code());
  }

  @Test
  void theFirstWrongByteFailsTheTextThoughMoreOfItIsToCome() {
    Reading reading = Reading.plain().read("81 ff 0000000000010000 00000000 6162");
    Violation violation = reading.fails("ff");
    assertEquals(1007, violation.code());
    assertTrue(violation.reason().contains("not UTF-8"), violation.reason());
  }

  @Test
  void binaryMayBeAnything() {
    assertEquals(List.of("binary ff"), Reading.of("82 81 00000000 ff"));
    assertEquals(
        List.of("binary... e4", "continuation A"),
        Reading.of("02 81 00000000 e4  80 81 00000000 41"));
  }

  @Test
  void aTextBehindABinaryBeginsAnew() {
    Reading reading = Reading.plain().read("82 81 00000000 e4  81 81 00000000 61");
    assertEquals(List.of("binary 1", "text 1"), reading.messages());
    assertFalse(reading.reader().isWithinMessage());
  }
}
