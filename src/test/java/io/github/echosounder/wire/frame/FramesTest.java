package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.2: the base framing protocol. */
class FramesTest {

  @Test
  void theExampleOfTheRfcIsATextThatSaysHello() {
    assertEquals(List.of("text Hello"), Reading.of("81 85 37fa213d 7f9f4d5158"));
  }

  @Test
  void anEmptyFrameIsCompleteWithItsHeader() {
    assertEquals(List.of("binary "), Reading.of("82 80 01020304"));
    assertEquals(List.of("text "), Reading.of("81 80 01020304"));
  }

  @Test
  void oneBufferMayBringManyFrames() {
    assertEquals(
        List.of("text a", "binary ff", "ping ", "text b"),
        Reading.of("81 81 00000000 61  82 81 00000000 ff  89 80 00000000  81 81 00000000 62"));
  }

  @ParameterizedTest
  @CsvSource({
    "125, 82 fd 00000000",
    "126, 82 fe 007e 00000000",
    "65535, 82 fe ffff 00000000",
    "65536, 82 ff 0000000000010000 00000000"
  })
  void eachFormOfTheLengthIsReadAsFarAsItReaches(int length, String header) {
    Reading reading = Reading.plain().read(Bytes.join(Bytes.hex(header), new byte[length]));
    assertEquals(List.of("binary " + length), reading.messages());
    assertFalse(reading.reader().isWithinMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "82 fe 0000 00000000, length 0 in 16 bits",
    "82 fe 007d 00000000, length 125 in 16 bits",
    "82 ff 0000000000000000 00000000, length 0 in 64 bits",
    "82 ff 000000000000007d 00000000, length 125 in 64 bits",
    "82 ff 000000000000ffff 00000000, length 65535 in 64 bits",
    "82 ff 8000000000000000 00000000, highest bit",
    "82 ff ffffffffffffffff 00000000, highest bit"
  })
  void aLengthThatIsNotMinimalOrNegativeIsAProtocolError(String hex, String says) {
    assertProtocolError(hex, says);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"91 80 00000000", "a1 80 00000000", "b1 80 00000000", "99 80 00000000", "a0 80"})
  void rsv2AndRsv3AreAProtocolError(String hex) {
    assertProtocolError(hex, "RSV2 or RSV3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1 80 00000000", "c2 80 00000000"})
  void rsv1WithoutAnExtensionIsAProtocolError(String hex) {
    assertProtocolError(hex, "RSV1 set without an extension");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void aReservedOpcodeIsAProtocolError(int opcode) {
    assertProtocolError("8%x 80 00000000".formatted(opcode), "reserved opcode " + opcode);
    assertProtocolError("0%x 80 00000000".formatted(opcode), "reserved opcode " + opcode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"81 05 48656c6c6f", "82 00", "88 02 03e8", "89 00", "8a 00", "82 7e 0100"})
  void aFrameWithoutAMaskIsAProtocolError(String hex) {
    assertProtocolError(hex, "without a mask");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b1 80", "83 80", "81 00", "09 80", "89 fe", "80 80", "c1 80"})
  void whatTheFirstTwoBytesSayIsJudgedBeforeMoreHasCome(String hex) {
    assertEquals(Violation.Kind.PROTOCOL, Reading.violation(hex).kind());
  }

  @Test
  void ofAHeaderThatHasNotComeWhollyNothingIsTold() {
    Reading reading = Reading.plain();
    for (String next : List.of("82", "fe", "01", "00", "00", "00", "00")) {
      assertEquals(List.of(), reading.read(next).told());
      assertFalse(reading.reader().isWithinMessage());
    }
    reading.read("00");
    assertTrue(reading.reader().isWithinMessage());
    assertEquals(List.of("binary 256"), reading.read(new byte[256]).messages());
  }

  private static void assertProtocolError(String hex, String says) {
    Violation violation = Reading.violation(hex);
    assertEquals(1002, violation.code());
    assertTrue(violation.reason().contains(says), violation.reason());
  }
}
