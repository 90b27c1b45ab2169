package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.5: control frames. */
class ControlFrameRulesTest {

  @Test
  void pingsAndPongsAreToldWithTheirPayloads() {
    assertEquals(
        List.of("ping ", "ping Hello", "pong Hello"),
        Reading.of("89 80 01020304  89 85 37fa213d 7f9f4d5158  8a 85 37fa213d 7f9f4d5158"));
  }

  @Test
  void aControlFrameMayCarry125Bytes() {
    String payload = "p".repeat(125);
    Reading reading =
        Reading.plain().read(Bytes.join(Bytes.hex("89 fd 00000000"), Bytes.utf8(payload)));
    assertEquals(List.of("ping " + payload), reading.told());
  }

  @ParameterizedTest
  @ValueSource(strings = {"88 fe 007e 00000000", "89 fe 007e 00000000", "8a ff", "89 fe"})
  void aControlFrameOfMoreThan125BytesIsAProtocolError(String hex) {
    assertProtocolError(hex, "more than 125 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08 80 00000000", "09 80 00000000", "0a 80 00000000"})
  void aControlFrameIsNotFragmented(String hex) {
    assertProtocolError(hex, "fragmented control frame");
  }

  @Test
  void theKeyOfAControlFrameIsItsOwn() {
    assertEquals(
        List.of("text... a", "ping b", "continuation c"),
        Reading.of("01 81 0a000000 6b  89 81 0b000000 69  80 81 0c000000 6f"));
  }

  @Test
  void nothingIsReadBehindAClose() {
    assertEquals(
        List.of("text a", "close 1000 "),
        Reading.of("81 81 00000000 61  88 82 00000000 03e8  81 81 00000000 62  ff ff ff"));
  }

  private static void assertProtocolError(String hex, String says) {
    Violation violation = Reading.violation(hex);
    assertEquals(1002, violation.code());
    assertTrue(violation.reason().contains(says), violation.reason());
  }
}
