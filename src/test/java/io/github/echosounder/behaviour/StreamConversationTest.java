package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
