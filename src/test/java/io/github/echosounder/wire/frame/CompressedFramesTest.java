package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 6.1 and 6.2: the "Per-Message Compressed" bit. */
class CompressedFramesTest {

  private static final String HELLO = "f2 48 cd c9 c9 07 00";

  @Test
  void aMessageWithRsv1IsInflated() {
    Reading reading = Reading.inflating().read("c1 87 00000000" + HELLO);
    assertEquals(List.of("text Hello"), reading.told());
    assertEquals(List.of("text 5 from 7 compressed"), reading.messages());
  }

  @Test
  void aMessageWithoutRsv1IsNot() {
    Reading reading = Reading.inflating().read("82 87 00000000" + HELLO);
    assertEquals(List.of("binary f248cdc9c90700"), reading.told());
    assertEquals(List.of("binary 7"), reading.messages());
  }

  @Test
  void theBitOfTheFirstFragmentIsForAllOfThem() {
    Reading reading =
        Reading.inflating()
            .read("41 83 00000000 f248cd  89 80 00000000  80 84 00000000 c9c90700  81 80 00000000");
    assertEquals(List.of("text 5 from 7 compressed", "text 0"), reading.messages());
    assertTrue(reading.told().contains("ping "));
  }

  @Test
  void aFragmentOfACompressedMessageMayBeEmpty() {
    Reading reading =
        Reading.inflating()
            .read("42 80 00000000  00 87 00000000" + HELLO + "00 80 00000000  80 80 00000000");
    assertEquals(List.of("binary 5 from 7 compressed"), reading.messages());
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0 80", "40 80"})
  void rsv1OnAContinuationIsAProtocolError(String hex) {
    Violation violation = Reading.inflating().read("41 83 00000000 f248cd").fails(hex);
    assertEquals(1002, violation.code());
    assertTrue(violation.reason().contains("continuation"), violation.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"c8 80", "c9 80", "ca 80"})
  void rsv1OnAControlFrameIsAProtocolError(String hex) {
    assertEquals(1002, Reading.inflating().fails(hex).code());
    assertEquals(1002, Reading.violation(hex).code());
  }

  @Test
  void textIsJudgedByWhatItInflatesTo() {
    byte[] wrong = new Deflate().compress(Bytes.hex("61 ff"));
    byte[] incomplete = new Deflate().compress(Bytes.hex("61 e4 bd"));
    assertEquals(1007, Reading.inflating().fails(ClientFrame.text(wrong).rsv(4).bytes()).code());
    Violation end = Reading.inflating().fails(ClientFrame.text(incomplete).rsv(4).bytes());
    assertEquals(1007, end.code());
    assertTrue(end.reason().contains("ends within a character"), end.reason());
    Reading.inflating().read(ClientFrame.binary(wrong).rsv(4).bytes());
  }

  @Test
  void ofAMessageTooBigToEndItsOwnPieceNothingIsLost() {
    byte[] payload = Bytes.noise(100_000, 1);
    byte[] compressed = new Deflate().compress(payload);
    Reading reading = Reading.inflating().read(ClientFrame.binary(compressed).rsv(4).bytes());
    assertEquals(
        List.of("binary 100000 from " + compressed.length + " compressed"), reading.messages());
  }
}
