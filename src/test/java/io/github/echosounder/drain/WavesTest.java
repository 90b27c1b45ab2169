package io.github.echosounder.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan of a drain's window: who is closed when. */
class WavesTest {

  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final long END = WINDOW.toNanos();

  @ParameterizedTest(name = "{0} connections")
  @ValueSource(ints = {1, 2, 7, 1_000, 50_000})
  void eachHasASliceOfTheWindowToItself(int count) {
    Waves<Integer> waves = begin(count, new Random(1));
    for (int slice = 1; slice <= count; slice++) {
      assertEquals(List.of(slice - 1), waves.due(END * slice / count - 1), "slice " + slice);
    }
    assertEquals(END, waves.nextMoment());
  }

  @Test
  void theMomentsInTheSlicesHaveNoRhythm() {
    List<Long> moments = moments(begin(1_000, new Random(2)));
    double slice = END / 1_000.0;
    // Of moments that are uniform in their slices, each quarter of a slice gets about a quarter.
    for (int quarter = 0; quarter < 4; quarter++) {
      int here = quarter;
      long count =
          IntStream.range(0, 1_000)
              .filter(i -> (int) ((moments.get(i) - i * slice) / slice * 4) == here)
              .count();
      assertTrue(count > 150 && count < 350, count + " in quarter " + quarter);
    }
    assertTrue(new HashSet<>(gaps(moments)).size() > 900, "gaps repeat");
  }

  @Test
  void theSameRandomNumbersGiveTheSamePlan() {
    assertEquals(moments(begin(100, new Random(3))), moments(begin(100, new Random(3))));
  }

  @Test
  void oneThatJoinsLateHasAMomentInWhatIsLeftOfTheWindow() {
    Waves<Integer> waves = begin(0, new Random(4));
    long now = END * 3 / 4;
    IntStream.range(0, 1_000).forEach(i -> waves.join(i, now));
    assertEquals(List.of(), waves.due(now - 1));
    for (int fifth = 1; fifth <= 5; fifth++) {
      int here = waves.due(now + (END - now) * fifth / 5 - 1).size();
      assertTrue(here > 130 && here < 270, here + " in fifth " + fifth);
    }
    assertEquals(END, waves.nextMoment());
  }

  @Test
  void oneThatJoinsBehindTheWindowIsDueAtOnce() {
    Waves<Integer> waves = begin(0, new Random(5));
    waves.join(1, END + 7);
    assertEquals(END + 7, waves.nextMoment());
    assertEquals(List.of(1), waves.due(END + 7));
  }

  @Test
  void nobodyIsDueTwiceHoweverOftenItIsTold() {
    Waves<Integer> waves = begin(10, new Random(6));
    IntStream.range(0, 10).forEach(i -> waves.join(i, 0));
    assertEquals(10, waves.due(END).size());
    IntStream.range(0, 10).forEach(i -> waves.join(i, END / 2));
    assertEquals(List.of(), waves.due(END));
  }

  @Test
  void nobodyIsForgottenWhoeverJoinsAndEnds() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int open = random.nextInt(50);
      Waves<Integer> waves = begin(open, random);
      HashSet<Integer> alive = new HashSet<>(IntStream.range(0, open).boxed().toList());
      int next = open;
      for (long now = 0; now < END; now += END / 100) {
        for (Integer due : waves.due(now)) {
          assertTrue(alive.remove(due), due + " has ended or was due before");
        }
        if (random.nextBoolean()) {
          alive.add(next);
          waves.join(next++, now);
        }
        if (random.nextBoolean() && !alive.isEmpty()) {
          Integer ended = alive.iterator().next();
          alive.remove(ended);
          waves.end(ended);
        }
      }
      assertEquals(alive, new HashSet<>(waves.due(END)));
    }
  }

  @Test
  void oneThatHasEndedIsNotDueAndNotWaitedFor() {
    Waves<Integer> waves = begin(3, new Random(8));
    waves.end(0);
    waves.end(2);
    assertTrue(waves.nextMoment() >= END / 3, "the first one is still waited for");
    assertEquals(List.of(1), waves.due(END));
    waves.end(1);
    assertEquals(END, waves.nextMoment());
  }

  @Test
  void theNextMomentIsWhenSomebodyIsDue() {
    Waves<Integer> waves = begin(100, new Random(9));
    for (int i = 0; i < 100; i++) {
      long moment = waves.nextMoment();
      assertEquals(List.of(), waves.due(moment - 1));
      assertEquals(List.of(i), waves.due(moment));
    }
  }

  private static Waves<Integer> begin(int count, Random random) {
    Waves<Integer> waves = new Waves<>(WINDOW, random::nextDouble);
    waves.begin(IntStream.range(0, count).boxed().toList());
    return waves;
  }

  private static List<Long> moments(Waves<Integer> waves) {
    List<Long> moments = new ArrayList<>();
    while (waves.nextMoment() < END) {
      moments.add(waves.nextMoment());
      assertEquals(1, waves.due(waves.nextMoment()).size());
    }
    return moments;
  }

  private static List<Long> gaps(List<Long> moments) {
    return IntStream.range(1, moments.size())
        .mapToObj(i -> moments.get(i) - moments.get(i - 1))
        .toList();
  }
}
