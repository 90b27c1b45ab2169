package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.session.Traffic.Count;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What went through an event loop. */
class TrafficTest {

  private static final long MS = 1_000_000;

  private final Traffic traffic = new Traffic();

  @Test
  void eachKindIsCountedForItself() {
    long messages = 1;
    for (Count count : Count.values()) {
      traffic.add(count, messages, 100 * messages);
      traffic.add(count, 10, 1000);
      messages++;
    }
    long expected = 11;
    for (Count count : Count.values()) {
      assertEquals(expected, traffic.messages(count), count.name());
      assertEquals(100 * expected, traffic.bytes(count), count.name());
      expected++;
    }
  }

  @Test
  void aKindIsNamedByItsDirectionAndType() {
    assertEquals(
        List.of("in text", "in binary", "out text", "out binary"),
        List.of(Count.values()).stream()
            .map(kind -> kind.direction() + " " + kind.type())
            .toList());
  }

  @Test
  void whatCompressionSavedIsTheDifferenceOfTwoSums() {
    traffic.addCompressed(10, 100);
    traffic.addCompressed(5, 20);
    assertEquals(15, traffic.compressedBytes());
    assertEquals(120, traffic.inflatedBytes());
    assertEquals(0, traffic.bytes(Count.BINARY_OUT));
  }

  @Test
  void sizesAreCountedFrom128BytesTo16MiB() {
    assertEquals(
        List.of(128L, 1024L, 4096L, 16_384L, 65_536L, 262_144L, 1_048_576L, 16_777_216L),
        bounds(traffic.messageBytes(), 1));
  }

  @Test
  void echoesAreCountedFrom50MicrosecondsToASecond() {
    assertEquals(
        List.of(50L, 100L, 250L, 500L, 1000L, 5000L, 25_000L, 100_000L, 1_000_000L),
        bounds(traffic.echoNanos(), 1000));
  }

  @Test
  void pingsAreCountedFromHalfAMillisecondToASecond() {
    assertEquals(
        List.of(500L, 1000L, 5000L, 10_000L, 25_000L, 50_000L, 100_000L, 250_000L, 1_000_000L),
        bounds(traffic.pingNanos(), 1000));
  }

  @Test
  void blockedReadersAreCountedFromAMillisecondToAMinute() {
    assertEquals(
        List.of(1L, 10L, 100L, 1000L, 10_000L, 60_000L), bounds(traffic.blockedNanos(), MS));
  }

  private static List<Long> bounds(Histogram histogram, long unit) {
    LongStream bounds = IntStream.range(0, histogram.size()).mapToLong(histogram::bound);
    return bounds.map(bound -> bound / unit).boxed().toList();
  }
}
