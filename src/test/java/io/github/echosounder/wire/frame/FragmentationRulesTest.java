package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.4: fragmentation. */
class FragmentationRulesTest {

  private static final String HEL = "01 83 00000000 48656c ";
  private static final String LO = "80 82 00000000 6c6f ";

  @Test
  void aMessageMayComeInFragments() {
    Reading reading = Reading.plain().read(HEL + LO);
    assertEquals(List.of("text... Hel", "continuation lo"), reading.told());
    assertEquals(List.of("text 5"), reading.messages());
  }

  @Test
  void aFragmentMayBeEmpty() {
    Reading reading =
        Reading.plain().read("02 80 00000000  00 80 00000000  00 81 00000000 ff  80 80 00000000");
    assertEquals(
        List.of("binary... ", "continuation... ", "continuation... ff", "continuation "),
        reading.told());
    assertEquals(List.of("binary 1"), reading.messages());
  }

  @Test
  void controlFramesMayComeBetweenFragments() {
    Reading reading = Reading.plain().read(HEL + "89 81 00000000 31  8a 80 00000000" + LO);
    assertEquals(List.of("text... Hel", "ping 1", "pong ", "continuation lo"), reading.told());
    assertEquals(List.of("text 5"), reading.messages());
  }

  @Test
  void aMessageIsOverWithItsFinalFrame() {
    Reading reading = Reading.plain().read(HEL);
    assertTrue(reading.reader().isWithinMessage());
    reading.read("8a 80 00000000");
    assertTrue(reading.reader().isWithinMessage(), "a control frame is not part of it");
    reading.read(LO);
    assertFalse(reading.reader().isWithinMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"80 80 00000000", "00 80 00000000", "80 85 00000000 48656c6c6f", LO})
  void aContinuationOfNothingIsAProtocolError(String hex) {
    assertProtocolError(Reading.violation(hex), "continuation without a message");
  }

  @Test
  void aContinuationBehindAWholeMessageIsAProtocolError() {
    assertProtocolError(Reading.violation(HEL + LO + LO), "continuation without a message");
  }

  @ParameterizedTest
  @ValueSource(strings = {"81 80 00000000", "82 80 00000000", "01 80 00000000", "02 80 00000000"})
  void aNewMessageWithinAFragmentedOneIsAProtocolError(String hex) {
    assertProtocolError(Reading.violation(HEL + hex), "new message within a fragmented one");
    assertProtocolError(
        Reading.violation(HEL + "89 80 00000000 " + hex), "new message within a fragmented one");
  }

  private static void assertProtocolError(Violation violation, String says) {
    assertEquals(1002, violation.code());
    assertTrue(violation.reason().contains(says), violation.reason());
  }
}
