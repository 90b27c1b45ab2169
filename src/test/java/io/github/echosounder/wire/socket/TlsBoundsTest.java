package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of TLS records that come in pieces, what is not complete is counted to the byte. */
class TlsBoundsTest {

  private final TlsBounds bounds = new TlsBounds();

  private static ByteBuf record(int length) {
    return Unpooled.buffer()
        .writeByte(0x17)
        .writeShort(0x0303)
        .writeShort(length)
        .writeZero(length);
  }

  private int afterReading(ByteBuf bytes) {
    int before = bytes.readerIndex();
    bounds.read(bytes);
    assertEquals(before, bytes.readerIndex(), "they are TLS's to read");
    return bounds.waiting();
  }

  @Test
  void ofWholeRecordsNothingWaits() {
    assertEquals(0, afterReading(Unpooled.wrappedBuffer(record(0), record(1), record(16_640))));
  }

  @Test
  void whatIsBehindTheLastWholeOneWaits() {
    assertEquals(3, afterReading(Unpooled.wrappedBuffer(record(700), record(9).slice(0, 3))));
    assertEquals(10, afterReading(record(9).slice(3, 7)));
    assertEquals(0, afterReading(record(9).slice(10, 4)));
  }

  @Test
  void itDoesNotMatterWhereAReadEnds() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      int length = random.nextInt(600);
      ByteBuf all = Unpooled.wrappedBuffer(record(300), record(length), record(5));
      for (int at = 0; at < all.writerIndex(); ) {
        int next = Math.min(all.writerIndex() - at, 1 + random.nextInt(40));
        int waiting = afterReading(all.slice(at, next));
        at += next;
        int begun = at < 305 ? 0 : at < 310 + length ? 305 : 310 + length;
        assertEquals(at == all.writerIndex() ? 0 : at - begun, waiting);
      }
    }
  }
}
