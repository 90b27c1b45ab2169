package io.github.echosounder.wire.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not complete, and the budget that all connections share. */
class HeldBufferTest {

  private static final int MIB = 1 << 20;

  private final long buffersBefore = Footprint.buffers();
  private final HeldMemory memory = new HeldMemory(4 * MIB);

  @AfterEach
  void nothingIsLeft() {
    assertEquals(0, memory.held());
    assertEquals(buffersBefore, Footprint.buffers());
  }

  @Test
  void itGrowsWithWhatArrivedAndNotWithWhatWasAnnounced() throws Violation {
    HeldBuffer held = new HeldBuffer(memory, 3 * MIB);
    assertEquals(0, memory.held(), "nothing has come");
    int arrived = 0;
    for (int piece = 1; arrived + piece < 3 * MIB; piece *= 2) {
      held.append(ByteBuffer.wrap(new byte[piece]), 0, piece);
      arrived += piece;
      assertTrue(memory.held() >= arrived);
      assertTrue(memory.held() <= Math.max(512, 2L * arrived), memory.held() + " for " + arrived);
    }
    held.release();
  }

  @Test
  void itNeverTakesMoreThanItWillHoldInTheEnd() throws Violation {
    HeldBuffer held = new HeldBuffer(memory, 1500);
    held.append(new byte[1100]);
    assertEquals(1500, memory.held());
    held.append(new byte[400]);
    assertTrue(held.isComplete());
    held.release();
  }

  @Test
  void aRefusedReservationKeepsNothing() {
    HeldMemory little = new HeldMemory(511);
    HeldBuffer held = new HeldBuffer(little, 2000);
    Violation violation = assertThrows(Violation.class, () -> held.append(new byte[1]));
    assertEquals(1013, violation.code());
    assertEquals(0, little.held());
    held.release();
    assertEquals(0, little.held());
  }

  @Test
  void aRefusalToGrowKeepsWhatWasHeldAndNoMore() throws Violation {
    HeldMemory little = new HeldMemory(512 + 1023);
    HeldBuffer held = new HeldBuffer(little, 4000);
    held.append(new byte[511]);
    assertEquals(512, little.held());
    assertThrows(Violation.class, () -> held.append(new byte[2]));
    assertEquals(512, little.held(), "while it moves, the old memory is held beside the new");
    assertEquals(511, held.size());
    held.release();
    assertEquals(0, little.held());
  }

  @Test
  void whatIsDetachedCountsNoLongerAndIsAllThere() throws Violation {
    HeldBuffer held = new HeldBuffer(memory, 4 + 200);
    held.header(0x82, 200);
    held.append(ByteBuffer.wrap(Bytes.noise(300, 1)), 50, 200);
    assertTrue(held.isComplete());
    ByteBuf bytes = held.detach();
    assertEquals(0, memory.held());
    assertEquals(
        "827e00c8" + ByteBufUtil.hexDump(Bytes.slice(Bytes.noise(300, 1), 50, 250)),
        ByteBufUtil.hexDump(bytes));
    bytes.release();
  }

  @Test
  void appendingLeavesTheSourceAsItWas() throws Violation {
    HeldBuffer held = new HeldBuffer(memory, 100);
    ByteBuffer source = ByteBuffer.wrap(new byte[40]).position(3).limit(30);
    held.append(source, 10, 20);
    assertEquals(3, source.position());
    assertEquals(30, source.limit());
    assertFalse(held.isComplete());
    assertEquals(20, held.content().remaining());
    held.release();
  }
}
