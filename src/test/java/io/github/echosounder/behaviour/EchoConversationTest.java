package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the knobs make of an echo. */
class EchoConversationTest {

  private static final long SECOND = 1_000_000_000;
  private static final int MANY = 1000;

  private static Knobs knobs(String query) {
    try {
      return Knobs.of(query, "/ws");
    } catch (KnobException fault) {
      throw new AssertionError(fault);
    }
  }

  private static EchoConversation echo(String query) {
    return new EchoConversation(knobs(query), new SplittableRandom(1));
  }

  private static List<Step> send(EchoConversation echo, boolean isText, byte[] payload) {
    return echo.on(
        new Event.Message(isText, payload.length, ByteBuffer.wrap(payload), null), 7 * SECOND);
  }

  private static Step.Send reply(EchoConversation echo, boolean isText, byte[] payload) {
    return (Step.Send) send(echo, isText, payload).get(0);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aMessageComesBackAtOnceAndOnce() {
    Step.Send text = reply(echo(""), true, utf8("hello"));
    assertEquals(new Step.Send(true, ByteBuffer.wrap(utf8("hello")), 7 * SECOND, 1), text);
    assertEquals(
        new Step.Send(false, ByteBuffer.wrap(new byte[2]), 7 * SECOND, 1),
        reply(echo(""), false, new byte[2]));
  }

  @Test
  void theGreetingIsSentWhenTheConnectionIsOpened() {
    assertEquals(
        List.of(new Step.Send(true, ByteBuffer.wrap(utf8("hi")), 3, 1)),
        echo("greeting=hi").on(new Event.Opened(), 3));
    assertEquals(List.of(), echo("").on(new Event.Opened(), 3));
  }

  @Test
  void otherEventsAreNotAnswered() {
    assertEquals(List.of(), echo("greeting=hi").on(new Event.Room(), 3));
    assertEquals(List.of(), echo("").on(new Event.Message(true, 1, null, null), 3));
  }

  @Test
  void aDelayPutsEachReplyOff() {
    assertEquals(9 * SECOND, reply(echo("delay=2s"), true, utf8("a")).notBeforeNanos());
  }

  @Test
  void jitterIsGivenOrTakenAndNoReplyIsBeforeItsTime() {
    EchoConversation echo = echo("delay=1s&jitter=2s");
    var delays = new ArrayList<Long>();
    for (int i = 0; i < MANY; i++) {
      delays.add(reply(echo, true, utf8("a")).notBeforeNanos() - 7 * SECOND);
    }
    assertTrue(delays.stream().allMatch(delay -> 0 <= delay && delay <= 3 * SECOND));
    long atOnce = delays.stream().filter(delay -> delay == 0).count();
    long late = delays.stream().filter(delay -> delay > 2 * SECOND).count();
    assertTrue(atOnce > 150 && atOnce < 350, "a quarter is due at once: " + atOnce);
    assertTrue(late > 150 && late < 350, "a quarter is later than the half: " + late);
  }

  @Test
  void allOfNothingIsDroppedAndAllOfOne() {
    assertEquals(1, send(echo("drop=0"), true, utf8("a")).size());
    assertEquals(List.of(), send(echo("drop=1"), true, utf8("a")));
  }

  @Test
  void whatIsDuplicatedIsSentTwice() {
    assertEquals(2, reply(echo("duplicate=1"), true, utf8("a")).times());
    assertEquals(1, reply(echo("duplicate=0"), true, utf8("a")).times());
  }

  @Test
  void aShareIsAShare() {
    EchoConversation echo = echo("drop=20%&duplicate=30%");
    int dropped = 0;
    int duplicated = 0;
    for (int i = 0; i < MANY; i++) {
      List<Step> steps = send(echo, true, utf8("a"));
      dropped += steps.isEmpty() ? 1 : 0;
      duplicated += !steps.isEmpty() && ((Step.Send) steps.get(0)).times() == 2 ? 1 : 0;
    }
    assertTrue(dropped > 150 && dropped < 250, "dropped " + dropped);
    assertTrue(duplicated > 180 && duplicated < 300, "duplicated " + duplicated);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "hello", "é", "日本", "😀😀", "aé日😀z"})
  void corruptTextHasOneOtherByteAndIsStillUtf8(String text) throws Exception {
    EchoConversation echo = echo("corrupt=1");
    for (int i = 0; i < 100; i++) {
      ByteBuffer changed = reply(echo, true, utf8(text)).payload();
      assertEquals(1, differences(utf8(text), changed));
      assertNotEquals(
          text, StandardCharsets.UTF_8.newDecoder().decode(changed.duplicate()).toString());
    }
  }

  @Test
  void anyByteOfACorruptMessageMayBeTheOtherOne() {
    EchoConversation echo = echo("corrupt=1");
    boolean[] changed = new boolean[4];
    for (int i = 0; i < MANY; i++) {
      ByteBuffer payload = reply(echo, false, new byte[] {-1, -1, -1, -1}).payload();
      for (int at = 0; at < 4; at++) {
        changed[at] |= payload.get(at) != -1;
      }
    }
    for (boolean one : changed) {
      assertTrue(one);
    }
  }

  @Test
  void aCorruptMessageIsChangedWhereItLies() {
    byte[] around = {1, 1, 7, 1, 1};
    ByteBuffer payload = ByteBuffer.wrap(around, 2, 1);
    List<Step> steps = echo("corrupt=1").on(new Event.Message(false, 1, payload, null), 7 * SECOND);
    assertSame(payload, ((Step.Send) steps.get(0)).payload());
    assertEquals(List.of((byte) 1, (byte) 1, (byte) 6, (byte) 1, (byte) 1), boxed(around));
  }

  @Test
  void anEmptyMessageCannotBeCorrupt() {
    assertEquals(0, reply(echo("corrupt=1"), true, new byte[0]).payload().remaining());
  }

  @Test
  void whatOneKnobDrawsDoesNotChangeWhatTheOthersDo() {
    assertEquals(fates("drop=50%"), fates("drop=50%&delay=1s&jitter=1s&corrupt=10%"));
  }

  private static List<Boolean> fates(String query) {
    EchoConversation echo = echo(query);
    var fates = new ArrayList<Boolean>();
    for (int i = 0; i < 50; i++) {
      fates.add(send(echo, true, utf8("a")).isEmpty());
    }
    return fates;
  }

  private static int differences(byte[] sent, ByteBuffer received) {
    assertEquals(sent.length, received.remaining());
    int differences = 0;
    for (int i = 0; i < sent.length; i++) {
      differences += sent[i] == received.get(received.position() + i) ? 0 : 1;
    }
    return differences;
  }

  private static List<Byte> boxed(byte[] bytes) {
    var all = new ArrayList<Byte>();
    for (byte one : bytes) {
      all.add(one);
    }
    return all;
  }
}
