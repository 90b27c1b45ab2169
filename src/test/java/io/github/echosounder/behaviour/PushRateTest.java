package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rate that all streams share. */
class PushRateTest {

  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "1, 1024",
    "1024000, 1024",
    "1025000, 1025",
    "1048576000, 1048576",
    "1048577000, 1048576",
    "1099511627776, 1048576"
  })
  void aPartIsAThousandthOfASecondsWorthFrom1KibTo1Mib(long bytesPerSecond, long part) {
    assertEquals(part, new PushRate(bytesPerSecond).part());
  }

  @Test
  void aTenthOfASecondThatNobodyTookMayBeTakenAtOnce() {
    PushRate rate = new PushRate(1000);
    long now = 5 * SECOND;
    assertEquals(now, rate.take(100, now));
    assertEquals(now, rate.take(50, now));
    assertEquals(now + SECOND / 20, rate.take(10, now));
  }

  @Test
  void whatIsTakenPutsTheNextOnesOffByItsTime() {
    PushRate rate = new PushRate(1000);
    long now = 5 * SECOND;
    rate.take(600, now);
    assertEquals(now + SECOND / 2, rate.take(1000, now));
    assertEquals(now + 3 * SECOND / 2, rate.take(1, now + SECOND));
  }

  @Test
  void noMoreThanTheBurstIsSavedUp() {
    PushRate rate = new PushRate(1000);
    rate.take(100, 0);
    long later = 60 * SECOND;
    assertEquals(later, rate.take(200, later));
    assertEquals(later + SECOND / 10, rate.take(1, later));
  }

  @Test
  void whetherThereIsRoomIsAsked() {
    PushRate rate = new PushRate(1000, bytes -> bytes <= 10);
    assertTrue(rate.hasRoom(10));
    assertFalse(rate.hasRoom(11));
    assertTrue(new PushRate(1000).hasRoom(Long.MAX_VALUE));
  }

  @Test
  void whereThereIsNoMemoryItIsLookedAgainAfterATenthOfASecond() {
    PushShare share = new PushShare(new PushRate(1000, bytes -> false));
    assertEquals(7 + SECOND / 10, share.take(1, 1, 7));
  }

  @Test
  void aSmallMessageCostsAKibibyte() {
    PushShare share = new PushShare(new PushRate(10_240));
    assertEquals(SECOND, share.take(1, 1, SECOND));
    assertEquals(SECOND + 1, share.take(1, 1, SECOND), "the others of the event loop come first");
    assertEquals(SECOND + 1, share.take(1, 1, SECOND + 1));
    assertEquals(SECOND + SECOND / 10, share.take(1, 1, SECOND + 2));
    assertEquals(SECOND + SECOND / 10, share.take(1, 1, SECOND + SECOND / 10));
  }
}
