package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far one name is from another. */
class DistanceTest {

  @ParameterizedTest
  @CsvSource({
    "delay, delay, 0",
    "dely, delay, 1",
    "Delay, delay, 1",
    "delays, delay, 1",
    "dealy, delay, 2",
    "'', delay, 5",
    "delay, '', 5",
    "kitten, sitting, 3"
  })
  void itIsTheNumberOfLettersToInsertDropOrChange(String a, String b, int distance) {
    assertEquals(distance, Distance.between(a, b));
  }

  @Test
  void aNameOfAnyLengthIsComparedInNoTime() {
    String madeUp = "x".repeat(1 << 20);
    int distance =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> Distance.between(madeUp, "close-reason"));
    assertEquals(64, distance);
  }
}
