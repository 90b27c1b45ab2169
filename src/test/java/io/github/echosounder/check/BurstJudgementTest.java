package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a burst of ten messages came back as. */
class BurstJudgementTest {

  private static final int SENT = 10;

  private static List<Integer> inOrder() {
    return new ArrayList<>(IntStream.range(0, SENT).boxed().toList());
  }

  private static void expect(@Nullable Cause cause, String fact, int count, List<Integer> numbers) {
    Outcome outcome = BurstJudgement.of(SENT, numbers);
    assertEquals(cause, outcome.cause(), outcome.detail());
    assertEquals(count, outcome.facts().get(fact), outcome.toString());
  }

  @Test
  void allInTheirOrderPass() {
    expect(null, "received", SENT, inOrder());
  }

  @Test
  void whatNeverCameIsLost() {
    List<Integer> numbers = inOrder();
    numbers.removeAll(List.of(0, 5, 9));
    expect(Cause.MESSAGE_LOST, "lost", 3, numbers);
    expect(Cause.MESSAGE_LOST, "lost", SENT, List.of());
  }

  @Test
  void whatCameAgainIsDuplicatedNotReordered() {
    List<Integer> numbers = inOrder();
    numbers.add(3);
    numbers.add(3);
    expect(Cause.MESSAGE_DUPLICATED, "duplicated", 2, numbers);
    expect(Cause.MESSAGE_DUPLICATED, "reordered", 0, numbers);
  }

  @Test
  void whatCameBehindLaterOnesIsReordered() {
    List<Integer> numbers = inOrder();
    numbers.remove(Integer.valueOf(2));
    numbers.add(6, 2);
    expect(Cause.MESSAGE_REORDERED, "reordered", 1, numbers);
  }

  @Test
  void whatWasAlteredIsNotLostAsWell() {
    List<Integer> numbers = inOrder();
    numbers.set(4, -1);
    expect(Cause.MESSAGE_ALTERED, "altered", 1, numbers);
    expect(Cause.MESSAGE_ALTERED, "lost", 0, numbers);
  }
}
