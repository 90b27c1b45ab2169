package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The budget that all connections share. */
class HeldMemoryTest {

  private final HeldMemory memory = new HeldMemory(100);

  @Test
  void soMuchMayBeHeldAndNotAByteMore() {
    assertTrue(memory.reserve(60));
    assertTrue(memory.reserve(40));
    assertFalse(memory.reserve(1));
    assertEquals(100, memory.held());
    memory.free(1);
    assertTrue(memory.reserve(1));
  }

  @Test
  void aRefusalHoldsNothing() {
    assertFalse(memory.reserve(101));
    assertFalse(memory.reserve(Long.MAX_VALUE));
    assertEquals(0, memory.held());
    assertTrue(memory.reserve(100));
  }

  @Test
  void threadsTogetherNeverHoldMoreAndLeaveNothing() throws Exception {
    AtomicLong granted = new AtomicLong();
    AtomicLong most = new AtomicLong();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(() -> {
            for (int n = 0; n < 20_000; n++) {
              if (memory.reserve(30)) {
                most.accumulateAndGet(granted.addAndGet(30), Math::max);
                granted.addAndGet(-30);
                memory.free(30);
              }
            }
          }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertTrue(most.get() <= 100, "held " + most);
    assertEquals(0, memory.held());
  }

  @Test
  void aShareIsAPartOfTheRestAndNeverLessThanNothing() {
    HeldMemory budget = new HeldMemory(128 * 100);
    assertEquals(100, budget.share());
    budget.count(128 * 50);
    assertEquals(50, budget.share());
    budget.count(128 * 60);
    assertEquals(0, budget.share());
  }

  @Test
  void whatIsCountedInAnyCaseTellsWhetherThereWasRoom() {
    assertTrue(memory.count(100));
    assertFalse(memory.count(1));
    assertEquals(101, memory.held());
    assertFalse(memory.reserve(0), "above the limit nothing is left");
    memory.free(101);
    assertEquals(0, memory.held());
  }

  @Test
  void aPartThatIsSetAsideIsTakenFromTheRestAndCountsAsHeldWhenItIs() {
    HeldMemory part = memory.setAside(40);
    assertTrue(memory.reserve(60));
    assertFalse(memory.reserve(1));
    assertTrue(part.reserve(40));
    assertFalse(part.reserve(1));
    assertEquals(100, memory.held());
    assertEquals(100, memory.limit());
    assertEquals(40, part.limit());
    assertTrue(memory.count(0));
    assertFalse(memory.count(1), "the part is not the others'");
  }

  @Test
  void whatIsSetAsideIsForNobodyElseAndToldAsHeldWithTheRest() {
    HeldMemory budget = new HeldMemory(100);
    HeldMemory part = budget.setAside(40);
    assertFalse(budget.reserve(61));
    assertTrue(budget.reserve(60));
    assertFalse(part.reserve(41));
    assertTrue(part.reserve(40));
    assertEquals(100, budget.held());
    assertEquals(40, part.held());
    part.free(40);
    assertEquals(60, budget.held());
    assertFalse(budget.reserve(1));
  }
}
