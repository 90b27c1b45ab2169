package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.echosounder.check.BufferingJudgement.Tick;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Forty ticks, one each 50 ms, by how long each is under way. */
class BufferingJudgementTest {

  private static final double INTERVAL = 50;

  /** {@code arrival} of what departed then. The two clocks have nothing in common. */
  private static Outcome judged(DoubleUnaryOperator arrival) {
    List<Tick> ticks =
        IntStream.range(0, 40)
            .mapToDouble(i -> i * INTERVAL)
            .mapToObj(at -> new Tick(at, 1e9 + arrival.applyAsDouble(at)))
            .toList();
    return BufferingJudgement.of(ticks, INTERVAL);
  }

  private static double nextOf(double millis, double at) {
    return Math.ceil(at / millis) * millis;
  }

  @Test
  void whatComesAsItLeavesIsNotBuffered() {
    assertNull(judged(at -> at).cause());
    assertNull(judged(at -> at + 3000).cause());
  }

  @Test
  void jitterIsNoBuffering() {
    assertNull(judged(at -> at + (at % 100 == 0 ? 30 : 0)).cause());
  }

  @Test
  void onePauseIsNoBuffering() {
    assertNull(judged(at -> at > 500 && at < 900 ? 900 : at).cause());
  }

  @Test
  void heapsAreBuffered() {
    for (double millis : new double[] {200, 500, 2000}) {
      assertEquals(Cause.BUFFERED, judged(at -> nextOf(millis, at)).cause(), millis + " ms");
    }
  }

  @Test
  void howLateTheLatestCameIsAFact() {
    assertEquals(450.0, judged(at -> nextOf(500, at)).facts().get("latestMillis"));
  }
}
