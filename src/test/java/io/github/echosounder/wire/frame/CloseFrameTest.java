package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.5.1 and 7.4: what a Close says. */
class CloseFrameTest {

  @Test
  void anEmptyOneHasNoStatus() throws Violation {
    assertEquals(new CloseFrame(1005, ""), CloseFrame.read(new byte[0], 0));
  }

  @Test
  void codeAndReasonAreRead() throws Violation {
    assertEquals(new CloseFrame(1000, ""), read("03e8"));
    assertEquals(new CloseFrame(4321, "bye"), read("10e1 627965"));
    assertEquals(new CloseFrame(1001, "再见"), read("03e9 e5868d e8a781"));
  }

  @Test
  void onlyTheBytesOfTheFrameCount() throws Violation {
    assertEquals(new CloseFrame(1000, "a"), CloseFrame.read(Bytes.hex("03e8 61 ff ff"), 3));
  }

  @Test
  void aReasonMayHave123Bytes() throws Violation {
    String reason = "r".repeat(123);
    byte[] payload = new CloseFrame(1000, reason).payload();
    assertEquals(125, payload.length);
    assertEquals(new CloseFrame(1000, reason), CloseFrame.read(payload, 125));
  }

  @Test
  void halfAStatusCodeIsAProtocolError() {
    assertViolation(1002, "03", "half a status code");
  }

  @Test
  void theCodesThatMayBeSentAreThoseOfTheRegistryAndOfApplications() {
    for (int code = 0; code <= 65_535; code++) {
      boolean isRegistered =
          code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
      boolean isOfLibraryOrApplication = code >= 3000 && code <= 4999;
      assertEquals(
          isRegistered || isOfLibraryOrApplication, CloseCode.mayBeSent(code), "code " + code);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535})
  void anyOtherCodeIsAProtocolError(int code) {
    assertViolation(1002, "%04x".formatted(code), "status code " + code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"03e8 ff", "03e8 c3", "03e8 61e4bd", "03e8 eda080", "03e8 c080"})
  void aReasonThatIsNotUtf8IsInvalidPayload(String hex) {
    assertViolation(1007, hex, "reason that is not UTF-8");
  }

  @Test
  void aWrongCodeIsToldBeforeAWrongReason() {
    assertViolation(1002, "03e7 ff", "status code 999");
  }

  @ParameterizedTest
  @CsvSource({"r, 123", "é, 122", "再, 123", "😀, 120"})
  @Holds("6455-5.5-1")
  void aReasonThatDoesNotFitIsCutAtTheEndOfACharacter(String character, int kept) throws Violation {
    byte[] payload = new CloseFrame(1011, character.repeat(124)).payload();
    assertEquals(2 + kept, payload.length);
    CloseFrame read = CloseFrame.read(payload, payload.length);
    assertTrue(character.repeat(124).startsWith(read.reason()), read.reason());
  }

  @Test
  @Holds("6455-5.5.1-1")
  void thePayloadIsTheCodeInNetworkOrderAndTheReason() {
    assertArrayEquals(Bytes.hex("03f3 6162"), new CloseFrame(1011, "ab").payload());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1004, 1005, 1006, 1015, 65_536})
  @Holds({"6455-7.4.1-1", "6455-7.4.1-2", "6455-7.4.1-3"})
  void aCodeThatMayNotBeSentIsNot(int code) {
    assertEquals(0, new CloseFrame(code, "").payload().length);
  }

  private static CloseFrame read(String hex) throws Violation {
    byte[] payload = Bytes.hex(hex);
    return CloseFrame.read(payload, payload.length);
  }

  private static void assertViolation(int code, String hex, String says) {
    Violation violation = assertThrows(Violation.class, () -> read(hex));
    assertEquals(code, violation.code());
    assertTrue(violation.reason().contains(says), violation.reason());
  }
}
