package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The random knobs: how far what is drawn reaches. */
class ChanceTest {

  @Test
  void aJitteredDelayIsAsOftenShorterAsLongerAndNeverBeyondTheJitter() throws KnobException {
    Chance chance = new Chance(Knobs.of("delay=1s&jitter=500ms", "/ws"), new SplittableRandom(1));
    long[] millis =
        LongStream.range(0, 1000)
            .map(i -> {
              chance.draw();
              return TimeUnit.NANOSECONDS.toMillis(chance.delayNanos());
            })
            .toArray();
    assertTrue(LongStream.of(millis).allMatch(delay -> delay >= 500 && delay <= 1500));
    long shorter = LongStream.of(millis).filter(delay -> delay < 1000).count();
    assertTrue(shorter > 400 && shorter < 600, shorter + " of 1000 are shorter");
    assertTrue(LongStream.of(millis).anyMatch(delay -> delay < 600), "none is much shorter");
    assertTrue(LongStream.of(millis).anyMatch(delay -> delay > 1400), "none is much longer");
  }
}
