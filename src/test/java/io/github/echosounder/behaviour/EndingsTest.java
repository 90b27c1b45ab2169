package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two knobs that are due at the same moment acts, and in which order. */
class EndingsTest {

  private static final long SECOND = 1_000_000_000;

  private static Knobs knobs(String query, String endpoint) {
    try {
      return Knobs.of(query, endpoint);
    } catch (KnobException fault) {
      throw new AssertionError(fault);
    }
  }

  private static Conversation silence(String query) {
    Conversation conversation = Endings.of(knobs(query, "/ws"), (event, now) -> List.of());
    conversation.on(new Event.Opened(), 0);
    return conversation;
  }

  private static String names(List<Step> steps) {
    return String.join(" ", steps.stream().map(step -> step.getClass().getSimpleName()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "reset-after=1&end-after=1, End",
    "end-after=1&reset-after=1, End",
    "reset-after=1&close-after=1, Close",
    "end-after=1&close-after=1, Close",
    "reset-after=1&stall-after=1, StopReading Reset",
    "close-after=1&stall-after=1, StopReading Close",
    "reset-after=1&end-after=1&close-after=1&stall-after=1, StopReading Close"
  })
  void ofThoseThatAreDueWithAMessageTheOrderIsStallCloseEndReset(String query, String steps) {
    Event message = new Event.Message(true, 0, null, null);
    assertEquals(steps, names(silence(query).on(message, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "reset-after=1s&end-after=1s, End",
    "reset-after=1s&close-after=1000ms, Close",
    "close-after=1s&stall-after=1s, StopReading Close"
  })
  void soItIsOfThoseThatAreDueAtTheSameTime(String query, String steps) {
    assertEquals(steps, names(silence(query).on(new Event.Due(false), SECOND)));
  }

  private static Conversation stream(String query) {
    Knobs knobs = knobs(query, "/ws/stream");
    InstantSource time = InstantSource.fixed(Instant.EPOCH);
    return Endings.of(knobs, new StreamConversation(knobs, time, new PushRate(1L << 40)));
  }

  @Test
  void theCloseBehindTheCountIs1000WhateverCloseCodeSays() {
    List<Step> steps = stream("count=1&close-code=4001&close-reason=x").on(new Event.Opened(), 0);
    assertEquals("Send Close", names(steps));
    assertEquals(new Step.Close(1000, ""), steps.get(1));
  }

  @Test
  void theCloseBehindTheCountGoesBeforeAnotherOfTheSameMoment() {
    Conversation stream = stream("count=2&rate=1&close-code=4001&close-after=1s");
    stream.on(new Event.Opened(), 0);
    List<Step> steps = stream.on(new Event.Due(false), SECOND);
    assertEquals("Send Close", names(steps));
    assertEquals(new Step.Close(1000, ""), steps.get(1));
  }

  @Test
  void untilFullGoesBeforeRate() {
    assertEquals(
        stream("until-full&size=1KiB").on(new Event.Opened(), 0),
        stream("rate=1&until-full&size=1KiB").on(new Event.Opened(), 0));
  }
}
