package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** What a turn costs: payload, frames, and what is inflated. */
class WorkTest {

  private static final int WORK = 1 << 20;

  @Test
  void aByteOfPayloadIsAUnitAndAFrameCostsSomeMore() {
    Reading reading = Reading.plain().read(ClientFrame.binary(new byte[1000]).bytes());
    assertEquals(1064, Integer.MAX_VALUE - reading.reader().workLeft());
  }

  @Test
  void controlFramesCostTheSame() {
    Reading reading = Reading.plain().read("89 80 00000000  8a 81 00000000 61");
    assertEquals(128, Integer.MAX_VALUE - reading.reader().workLeft());
  }

  @Test
  void aBufferOfTinyFramesTakesSeveralTurns() throws Violation {
    byte[] tiny = Bytes.hex("82 81 00000000 61".repeat(40_000));
    Reading reading = Reading.plain();
    assertEquals(3, reading.readInTurns(tiny, WORK));
    assertEquals(40_000, reading.messages().size());
  }

  @Test
  void whatIsInflatedCostsAsMuchAsIfItHadComeThatWay() throws Violation {
    byte[] bomb = ClientFrame.binary(new Deflate().compress(new byte[1 << 20])).rsv(4).bytes();
    Reading reading = Reading.inflating(new FrameLimits(1 << 20, 1 << 20), false);
    reading.read(bomb);
    assertTrue(Integer.MAX_VALUE - reading.reader().workLeft() >= 1 << 20);
  }

  @Test
  void aMessageOfManyBombsDoesNotRunInOneTurn() throws Violation {
    var bombs = new ByteArrayOutputStream();
    for (int i = 0; i < 10; i++) {
      byte[] bomb = new Deflate().compress(new byte[1 << 20]);
      bombs.writeBytes(ClientFrame.binary(bomb).rsv(4).bytes());
    }
    Reading reading = Reading.inflating();
    assertTrue(reading.readInTurns(bombs.toByteArray(), WORK) >= 10);
    assertEquals(10, reading.messages().size());
  }

  @Test
  void compressedBytesCostWorkThoughTheyInflateToNothing() throws Violation {
    byte[] nothing = Bytes.hex("000000ffff".repeat(200_000) + "00");
    byte[] frame = ClientFrame.binary(nothing).rsv(4).bytes();
    Reading reading = Reading.inflating();
    reading.read(frame);
    assertTrue(Integer.MAX_VALUE - reading.reader().workLeft() >= nothing.length);
  }
}
