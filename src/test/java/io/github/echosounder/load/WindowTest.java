package io.github.echosounder.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What becomes of a row of messages, for each order in which their echoes can come. */
class WindowTest {

  private static final long MANY = 1L << 48;

  private final Tally tally = new Tally();

  private Window sent(int messages, long numbers) {
    Window window = new Window(numbers, 1, tally);
    for (int i = 0; i < messages; i++) {
      assertEquals(i, window.send(1000 + i));
    }
    return window;
  }

  /** Each counter has a value of its own, so that none is taken for another. */
  private void assertTally(long echoed, long lost, long duplicated, long reordered, long altered) {
    assertEquals(
        "echoed "
            + echoed
            + ", lost "
            + lost
            + ", duplicated "
            + duplicated
            + ", reordered "
            + reordered
            + ", altered "
            + altered,
        "echoed "
            + tally.echoed
            + ", lost "
            + tally.lost
            + ", duplicated "
            + tally.duplicated
            + ", reordered "
            + tally.reordered
            + ", altered "
            + tally.altered);
  }

  @Test
  void echoesInOrderLeaveNothingToBeSaid() {
    Window window = sent(100, MANY);
    for (int i = 0; i < 100; i++) {
      assertEquals(1000 + i, window.judge(i, true));
    }
    assertTrue(window.isEmpty());
    window.giveUp();
    assertEquals(100, tally.sent);
    assertTally(100, 0, 0, 0, 0);
  }

  @Test
  void whatIsPassedOverAndNeverComesIsLost() {
    Window window = sent(6, MANY);
    for (int number : new int[] {0, 3, 4}) {
      window.judge(number, true);
    }
    assertTrue(window.isLateOneAwaited());
    window.giveUp();
    // 1 and 2 were passed over, 5 has not come.
    assertTally(3, 3, 0, 0, 0);
  }

  @Test
  void whatComesLateIsReorderedAndNotLost() {
    Window window = sent(4, MANY);
    for (int number : new int[] {2, 0, 1, 3}) {
      window.judge(number, true);
    }
    window.giveUp();
    assertTally(4, 0, 0, 2, 0);
  }

  @Test
  void whatComesTwiceIsDuplicatedHoweverMuchLater() {
    Window window = sent(4, MANY);
    for (int number : new int[] {0, 0, 1, 2, 0, 3, 3}) {
      window.judge(number, true);
    }
    window.giveUp();
    assertTally(4, 0, 3, 0, 0);
  }

  @Test
  void whatComesLateTwiceIsReorderedOnceAndDuplicatedOnce() {
    Window window = sent(2, MANY);
    for (int number : new int[] {1, 0, 0}) {
      window.judge(number, true);
    }
    window.giveUp();
    assertTally(2, 0, 1, 1, 0);
  }

  @Test
  void anAlteredOneStandsForTheOneWhoseTurnItIs() {
    Window window = sent(4, MANY);
    window.judge(0, true);
    window.judge(777, false);
    window.judge(2, true);
    window.judge(3, true);
    assertTrue(window.isEmpty());
    window.giveUp();
    assertTally(3, 0, 0, 0, 1);
  }

  @Test
  void oneThatNobodySentIsAltered() {
    Window window = sent(1, MANY);
    window.judge(5, true);
    window.judge(0, true);
    assertTally(1, 0, 0, 0, 1);
  }

  @Test
  void allFaultsAtOnceAreToldApart() {
    Window window = sent(16, MANY);
    // 1 lost; 3 twice; 5 behind 6; 8 altered; 11 and 12 lost; 15 does not come.
    for (int number : new int[] {0, 2, 3, 3, 4, 6, 5, 7}) {
      window.judge(number, true);
    }
    window.judge(8, false);
    for (int number : new int[] {9, 10, 13, 14}) {
      window.judge(number, true);
    }
    window.giveUp();
    assertEquals(16, tally.sent);
    assertTally(11, 4, 1, 1, 1);
    assertEquals(tally.sent, tally.echoed + tally.lost + tally.altered);
  }

  @Test
  void whatWasPassedOverBeforeAnEndIsLostAndTheRestRemains() {
    Window window = sent(4, MANY);
    window.judge(1, true);
    window.forgetLateOnes();
    assertEquals(2, window.first());
    assertEquals(4, window.next());
    window.judge(2, true);
    window.judge(3, true);
    window.giveUp();
    assertTally(3, 1, 0, 0, 0);
  }

  @Test
  void shortMessagesWhoseNumbersRepeatAreToldApartWithinTheWindow() {
    // One byte: 64 numbers.
    Window window = sent(0, 64);
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 40; i++) {
        window.send(1);
      }
      for (int i = 0; i < 40; i++) {
        long number = window.first();
        if (i == 5) {
          window.judge((number + 1) % 64, true);
          window.judge(number % 64, true);
        } else if (i != 6) {
          window.judge(number % 64, true);
        }
      }
      assertTrue(window.isEmpty());
    }
    assertTally(400, 0, 0, 10, 0);
  }

  @Test
  void emptyMessagesAreCounted() {
    Window window = sent(3, 1);
    for (int i = 0; i < 4; i++) {
      window.judge(0, true);
    }
    assertTally(3, 0, 1, 0, 0);
    window.send(1);
    window.giveUp();
    assertTally(3, 1, 1, 0, 0);
  }

  @Test
  void theWindowGrowsAndKeepsWhenEachWasDue() {
    Window window = sent(3, MANY);
    window.judge(0, true);
    for (int i = 3; i < 1000; i++) {
      window.send(1000 + i);
    }
    for (int i = 1; i < 1000; i++) {
      assertEquals(1000 + i, window.judge(i, true));
    }
    assertTally(1000, 0, 0, 0, 0);
  }
}
