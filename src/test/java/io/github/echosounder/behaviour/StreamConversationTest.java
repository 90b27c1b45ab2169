package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream says and when, by a clock of the test's own. */
class StreamConversationTest {

  private static final long SECOND = 1_000_000_000;
  private static final InstantSource TIME =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678901Z"));

  private final PushRate rate = new PushRate(1L << 40);

  private static Knobs knobs(String query) {
    try {
      return Knobs.of(query, "/ws/stream");
    } catch (KnobException fault) {
      throw new AssertionError(fault);
    }
  }

  private StreamConversation stream(String query) {
    return new StreamConversation(knobs(query), TIME, rate);
  }

  private static List<Step> open(Conversation conversation) {
    return conversation.on(new Event.Opened(), 0);
  }

  private static String text(Step step) {
    return StandardCharsets.UTF_8.decode(((Step.Send) step).payload().duplicate()).toString();
  }

  @Test
  void aMessageHoldsItsNumberItsTimeAndPaddingUpToItsSize() {
    String first = text(open(stream("size=80")).get(0));
    assertTrue(
        first.startsWith("{\"seq\":1,\"time\":\"2026-01-02T03:04:05.678901Z\",\"pad\":\"xx"));
    assertEquals(80, first.length());
  }

  @Test
  void aTimeThatIsAWholeSecondHasItsZeros() {
    StreamMessage message =
        StreamMessage.of(knobs(""), InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
    assertTrue(StandardCharsets.UTF_8.decode(message.next(1)).toString().contains("05.000000Z"));
  }

  @Test
  void theNextMessageIsDueByTheRateHoweverLateThisOneWas() {
    StreamConversation stream = stream("rate=10");
    assertEquals(new Step.Wake(SECOND / 10), open(stream).get(1));
    List<Step> late = stream.on(new Event.Due(false), SECOND * 35 / 100);
    assertEquals(4, late.size(), "those of 0.1, 0.2 and 0.3 s, and a wake");
    assertEquals(new Step.Wake(SECOND * 4 / 10), late.get(3));
  }

  @Test
  void behindTheLastMessageComesAClose() {
    List<Step> steps = open(stream("count=2&until-full"));
    assertEquals(3, steps.size());
    assertEquals(new Step.Close(1000, ""), steps.get(2));
  }

  @Test
  void aPeerThatTakesNothingIsSentNothingAndMissesNoNumber() {
    StreamConversation stream = stream("rate=1000");
    open(stream);
    assertEquals(List.of(), stream.on(new Event.Due(true), SECOND));
    List<Step> steps = stream.on(new Event.Room(), 2 * SECOND);
    assertTrue(text(steps.get(0)).startsWith("{\"seq\":2,"));
  }

  @Test
  void noMoreIsMadeAtOnceThanAPeerCanBeExpectedToTake() {
    List<Step> large = open(stream("until-full&size=1MiB"));
    assertEquals(2, large.size(), "one message and a wake");
    assertEquals(65, open(stream("until-full")).size());
  }

  @Test
  void allStreamsTogetherAreBoundedWhateverTheyAskFor() {
    PushRate narrow = new PushRate(1024 * 1024);
    long sent = 0;
    StreamConversation[] streams = new StreamConversation[10];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = new StreamConversation(knobs("until-full&size=10000"), TIME, narrow);
      sent += open(streams[i]).size() - 1;
    }
    for (long now = 0; now < 2 * SECOND; now += SECOND / 100) {
      for (StreamConversation stream : streams) {
        sent += stream.on(new Event.Due(false), now).size() - 1;
      }
    }
    long bytes = sent * 10_000;
    assertTrue(bytes <= 2_400_000, "sent in two seconds: " + bytes);
    assertTrue(bytes >= 1_900_000, "sent in two seconds: " + bytes);
  }

  @Test
  void aSizeWithoutRoomForNumberAndTimeIsRefused() {
    for (String query : List.of("size=10", "size=56&count=1000000", "type=binary&size=15")) {
      KnobException fault =
          assertThrows(KnobException.class, () -> Plans.stream(knobs(query), rate));
      assertEquals("size", fault.knob());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "size=0, 55",
    "size=54&type=text, 55",
    "size=55&count=10, 56",
    "size=56&count=1000000, 61",
    "size=0&type=binary, 16",
    "size=15&type=binary&count=1000000, 16"
  })
  void aSizeThatIsTooSmallIsToldTheLeastOfItsTypeAndCount(String query, int least) {
    KnobException fault = assertThrows(KnobException.class, () -> Plans.stream(knobs(query), rate));
    String allowed = String.valueOf(fault.allowed());
    assertTrue(allowed.startsWith(least + " to 1048576 bytes here, since each "), allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"size=x", "size=2MiB", "size=-1", "size=99999999999999999999K"})
  void ofASizeThatCannotBeReadBothLeastsAreTold(String query) {
    KnobException fault = assertThrows(KnobException.class, () -> Knobs.of(query, "/ws/stream"));
    String allowed = String.valueOf(fault.allowed());
    assertTrue(allowed.startsWith("at least 55 for text "), allowed);
    assertTrue(allowed.contains(" 16 for binary"), allowed);
  }

  /** Bytes that each stream sent in five seconds, each woken when it asks to be. */
  private static long[] shares(PushRate bound, String... queries) {
    StreamConversation[] streams = new StreamConversation[queries.length];
    long[] wake = new long[queries.length];
    long[] bytes = new long[queries.length];
    for (int i = 0; i < queries.length; i++) {
      streams[i] = new StreamConversation(knobs(queries[i]), TIME, bound);
      count(streams[i].on(new Event.Opened(), 0), bytes, wake, i);
    }
    for (long now = 0; now < 5 * SECOND; now += SECOND / 1000) {
      boolean isAnyDue = true;
      for (long turn = now; isAnyDue && turn < now + SECOND / 1000; turn++) {
        isAnyDue = false;
        for (int i = 0; i < queries.length; i++) {
          if (wake[i] <= turn) {
            isAnyDue = true;
            count(streams[i].on(new Event.Due(false), turn), bytes, wake, i);
          }
        }
      }
    }
    return bytes;
  }

  private static void count(List<Step> steps, long[] bytes, long[] wake, int i) {
    for (Step step : steps) {
      if (step instanceof Step.Send send) {
        bytes[i] += send.payload().remaining();
      } else if (step instanceof Step.Wake at) {
        wake[i] = at.atNanos();
      }
    }
  }

  private static void assertNear(long expected, long got, long[] all) {
    assertTrue(
        Math.abs(got - expected) < expected / 7, expected + " expected of " + Arrays.toString(all));
  }

  @Test
  void twoStreamsHaveHalfOfTheBoundEachWhateverTheirMessages() {
    long[] shares = shares(new PushRate(64 << 20), "until-full&size=1MiB", "until-full&size=1KiB");
    for (long share : shares) {
      assertNear((64L << 20) * 5 / 2, share, shares);
    }
  }

  @Test
  void tenStreamsHaveATenthEach() {
    String[] queries = new String[10];
    Arrays.fill(queries, "until-full&size=10000");
    queries[0] = "until-full&size=1MiB";
    queries[1] = "rate=10000&size=64KiB";
    long[] shares = shares(new PushRate(64 << 20), queries);
    for (long share : shares) {
      assertNear((64L << 20) * 5 / 10, share, shares);
    }
  }

  @Test
  void whoAsksForLessThanItsShareHasItsRateAndTheOthersHaveTheRest() {
    long[] shares =
        shares(
            new PushRate(8 << 20),
            "rate=100&size=10000",
            "until-full&size=64KiB",
            "until-full&size=4KiB");
    assertNear(5_000_000, shares[0], shares);
    assertNear(((8L << 20) * 5 - 5_000_000) / 2, shares[1], shares);
    assertNear(((8L << 20) * 5 - 5_000_000) / 2, shares[2], shares);
  }

  @Test
  void whereThereIsNoMemoryNothingIsMadeUntilThereIs() {
    long[] room = {0};
    PushRate bound = new PushRate(1L << 40, bytes -> bytes <= room[0]);
    StreamConversation stream = new StreamConversation(knobs("size=1000"), TIME, bound);
    assertEquals(List.of(new Step.Wake(SECOND / 10)), open(stream));
    room[0] = 1000;
    List<Step> steps = stream.on(new Event.Due(false), SECOND / 10);
    assertTrue(text(steps.get(0)).startsWith("{\"seq\":1,"));
  }
}
