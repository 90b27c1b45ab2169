package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.client.Footprint;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** The memory that all connections of an event loop read into. */
class ReceiveMemoryTest {

  private static final long LIMIT = 64L * ReceiveMemory.SIZE;

  private final HeldMemory budget = new HeldMemory(LIMIT);
  private final ReceiveMemory memory = new ReceiveMemory(budget);

  @Test
  void readsGetTheSameMemoryAgainWhenItIsGivenBack() {
    ByteBuf first = memory.directBuffer(ReceiveMemory.SIZE);
    assertTrue(memory.isLent());
    assertEquals(ReceiveMemory.SIZE, first.writableBytes());
    assertEquals(16, first.readerIndex(), "room for a header");
    first.release();
    assertFalse(memory.isLent());
    assertSame(first, memory.directBuffer(ReceiveMemory.SIZE));
    first.release();
    memory.release();
  }

  @Test
  void whoReadsWhileItIsLentGetsMemoryOfItsOwn() {
    long before = Footprint.buffers();
    ByteBuf lent = memory.directBuffer(ReceiveMemory.SIZE);
    ByteBuf other = memory.directBuffer(ReceiveMemory.SIZE);
    assertNotSame(lent, other);
    assertFalse(memory.isPartOf(other));
    assertTrue(memory.isPartOf(lent));
    lent.release();
    other.release();
    memory.release();
    assertEquals(before, Footprint.buffers());
  }

  @Test
  void aReadTakesAShareOfTheRestWhereHalfOfTheBudgetIsHeld() {
    assertEquals(ReceiveMemory.SIZE, sizeOfARead());
    assertTrue(budget.reserve(LIMIT / 2));
    assertEquals(LIMIT / 2 / 128, sizeOfARead());
    assertTrue(budget.reserve(LIMIT / 4));
    assertEquals(LIMIT / 4 / 128, sizeOfARead());
    assertTrue(budget.reserve(LIMIT / 4));
    assertEquals(4096, sizeOfARead(), "and no less than a small read");
    budget.free(LIMIT);
    assertEquals(ReceiveMemory.SIZE, sizeOfARead());
    memory.release();
  }

  private int sizeOfARead() {
    ByteBuf read = memory.directBuffer(ReceiveMemory.SIZE);
    int size = read.writableBytes();
    read.release();
    return size;
  }

  @Test
  void whatIsCutOutOfItIsPartOfIt() {
    ByteBuf lent = memory.directBuffer(ReceiveMemory.SIZE).writeZero(100);
    ByteBuf slice = lent.retainedSlice(20, 50);
    assertTrue(memory.isPartOf(slice));
    assertTrue(memory.isPartOf(slice.slice(1, 2)));
    lent.release();
    assertTrue(memory.isLent(), "until the slice is given back");
    slice.release();
    assertFalse(memory.isLent());
    memory.release();
  }

  @Test
  void smallReadsLieSideBySide() {
    var lent = new ArrayList<ByteBuf>();
    var places = new HashSet<Long>();
    for (int i = 0; i < 64; i++) {
      ByteBuf small = memory.directBuffer(4096);
      assertTrue(places.add(small.memoryAddress()));
      assertTrue(memory.isPartOf(small));
      lent.add(small);
    }
    assertFalse(memory.isLent());
    lent.forEach(ByteBuf::release);
    memory.release();
  }

  @Test
  void whatIsLentAtTheEndGoesWithItsBorrower() {
    ByteBuf lent = memory.directBuffer(ReceiveMemory.SIZE);
    memory.release();
    assertEquals(1, lent.refCnt());
    ByteBuf later = memory.directBuffer(4096);
    assertFalse(memory.isPartOf(later));
    lent.release();
    later.release();
    assertEquals(0, lent.refCnt());
  }
}
