package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values counted by size. */
class HistogramTest {

  private final Histogram histogram = new Histogram(10, 20);

  @Test
  void aValueCountsForTheFirstBoundThatIsNotBelowIt() {
    for (long value : new long[] {0, 10, 11, 20, 21, 1_000_000}) {
      histogram.record(value);
    }
    assertEquals(List.of(2L, 2L, 2L), IntStream.range(0, 3).mapToObj(histogram::count).toList());
    assertEquals(1_000_062, histogram.sum());
  }

  @Test
  void theBoundsAreKnown() {
    assertEquals(2, histogram.size());
    assertEquals(20, histogram.bound(1));
  }
}
