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

/** RFC 6455, 10.4: limits on frames and messages, each to the byte. */
class FrameLimitsTest {

  private static final int MESSAGE = 300;
  private static final int FRAME = 200;
  private static final FrameLimits LIMITS = new FrameLimits(MESSAGE, FRAME);

  @Test
  void aFrameOfTheLimitIsReadAndOneByteMoreIsTooBigBeforeItsPayloadComes() {
    Reading reading =
        Reading.within(MESSAGE, FRAME).read(ClientFrame.binary(new byte[200]).bytes());
    assertEquals(List.of("binary 200"), reading.messages());
    assertTooBig(reading.fails("82 fe 00c9 00000000"), "frame of 201 bytes; the limit is 200");
  }

  @Test
  void theLargestLengthThatCanBeAnnouncedIsTooBig() {
    assertTooBig(Reading.within(MESSAGE, FRAME).fails("82 ff 7fffffffffffffff 00000000"), "frame");
    assertTooBig(
        Reading.within(Long.MAX_VALUE, FRAME).fails("82 ff 7fffffffffffffff 00000000"), "frame");
  }

  @Test
  void aMessageOfTheLimitIsReadAndOneByteMoreIsTooBigWithItsHeader() {
    Reading reading = Reading.within(MESSAGE, FRAME);
    reading.read(ClientFrame.binary(new byte[200]).unfinished().bytes());
    reading.read(ClientFrame.continuation(new byte[100]).unfinished().bytes());
    reading.read("80 80 00000000");
    assertEquals(List.of("binary 300"), reading.messages());
    reading.read(ClientFrame.binary(new byte[200]).unfinished().bytes());
    assertTooBig(reading.fails("80 e5 00000000"), "message of 301 bytes or more; the limit is 300");
  }

  @Test
  void controlFramesCountForNoLimit() {
    Reading reading = Reading.within(1, 1);
    reading.read("01 80 00000000  89 83 00000000 313233  80 81 00000000 61");
    assertEquals(List.of("text 1"), reading.messages());
  }

  @Test
  void theNextMessageIsCountedFromItsBeginning() {
    Reading reading = Reading.within(MESSAGE, FRAME);
    for (int i = 0; i < 3; i++) {
      reading.read(ClientFrame.binary(new byte[200]).bytes());
    }
    assertEquals(3, reading.messages().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCompressedMessageIsMeasuredByWhatItInflatesTo(boolean isNoContextTakeover) {
    Reading reading = Reading.inflating(LIMITS, isNoContextTakeover);
    byte[] largest = new Deflate().compress(new byte[MESSAGE]);
    reading.read(ClientFrame.binary(largest).rsv(4).bytes());
    assertEquals(List.of("binary 300 from " + largest.length + " compressed"), reading.messages());
    byte[] larger = new Deflate().compress(new byte[MESSAGE + 1]);
    assertTooBig(
        reading.fails(ClientFrame.binary(larger).rsv(4).bytes()),
        "message that inflates to more than the limit of 300 bytes");
  }

  @Test
  void whatACompressedMessageInflatesToIsAddedUpOverItsFragments() {
    Reading reading = Reading.inflating(LIMITS, false);
    byte[] larger = new Deflate().compress(Bytes.noise(MESSAGE + 1, 1));
    reading.read(ClientFrame.binary(Bytes.slice(larger, 0, 150)).rsv(4).unfinished().bytes());
    reading.read(ClientFrame.continuation(Bytes.slice(larger, 150, 300)).unfinished().bytes());
    ClientFrame last = ClientFrame.continuation(Bytes.slice(larger, 300, larger.length));
    assertTooBig(reading.fails(last.bytes()), "inflates to more than the limit of 300 bytes");
  }

  @Test
  void aCompressedFrameMayBeLongerThanTheLimitByWhatStoredBlocksCost() {
    FrameLimits limits = new FrameLimits(1 << 20, 1 << 10);
    byte[] incompressible = new Deflate().compress(Bytes.noise(1 << 10, 1));
    assertTrue(incompressible.length > 1 << 10);
    Reading reading = Reading.inflating(limits, false);
    reading.read(ClientFrame.binary(incompressible).rsv(4).bytes());
    assertEquals(1, reading.messages().size());
    // 1,024 bytes, 64 more, and a 128th of all.
    reading.read("c2 fe 0448 00000000");
    assertTooBig(Reading.inflating(limits, false).fails("c2 fe 0449 00000000"), "frame of 1097");
  }

  @Test
  void aBombIsSeenBeforeItIsHeld() {
    Reading reading = Reading.inflating(new FrameLimits(1 << 16, 1 << 20), false);
    byte[] bomb = new Deflate().compress(new byte[16 << 20]);
    assertTooBig(reading.fails(ClientFrame.binary(bomb).rsv(4).bytes()), "inflates to more than");
  }

  private static void assertTooBig(Violation violation, String says) {
    assertEquals(1009, violation.code());
    assertTrue(violation.reason().contains(says), violation.reason());
  }
}
