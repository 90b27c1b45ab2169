package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.frame.Compression;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each knob does to the replies, in bytes and by a clock of the test's own. */
class KnobsOnTheWireTest {

  private final Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void advance(long millis) {
    loop.advance(Duration.ofMillis(millis));
  }

  // ------------------------------------------------------------------ time

  @Test
  void aDelayedReplyLeavesWhenItsTimeHasComeAndNoSooner() {
    LoneSocket socket = loop.ask("delay=250ms").send(text("one"));
    advance(249);
    assertEquals(List.of(), socket.shown());
    advance(1);
    assertEquals(List.of("1 one"), socket.shown());
  }

  @Test
  void eachReplyWaitsForItsOwnDelay() {
    LoneSocket socket = loop.ask("delay=100ms").send(text("one"));
    advance(50);
    socket.send(text("two"));
    advance(50);
    assertEquals(List.of("1 one"), socket.shown());
    advance(50);
    assertEquals(List.of("1 one", "1 two"), socket.shown());
  }

  @Test
  void jitterKeepsTheOrder() {
    LoneSocket socket = loop.ask("delay=100ms&jitter=100ms&seed=3");
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sent.add("1 " + i);
      socket.send(text(Integer.toString(i)));
    }
    advance(199);
    advance(1);
    assertEquals(sent, socket.shown());
  }

  @Test
  void whatIsDelayedCountsAsHeldUntilItLeaves() {
    LoneSocket socket = loop.ask("delay=1s").send(binary(noise(10_000)));
    assertTrue(loop.memory().held() >= 10_000);
    advance(1000);
    assertEquals(0, loop.memory().held());
    assertEquals(1, socket.received().messages().size());
  }

  @Test
  void anEmptyReplyThatWaitsCountsAsHeldToo() {
    loop.ask("delay=1s").send(text(""));
    assertTrue(loop.memory().held() > 0);
  }

  @Test
  void nothingMoreIsReadFromWhomToMuchIsHeldFor() {
    LoneSocket socket = loop.ask("delay=10s");
    byte[] frame = binary(noise(60_000)).bytes();
    int sent = 0;
    for (; socket.isRead(); sent++) {
      socket.send(frame);
      assertTrue(sent < 100, "it is read from for ever");
    }
    assertTrue(loop.memory().held() < 1_500_000, "held " + loop.memory().held());
    socket.sendOnly(frame);
    advance(10_000);
    advance(10_000);
    assertTrue(socket.isRead());
    assertEquals(sent + 1, socket.received().messages().size());
  }

  @Test
  void whatInflatesToMuchIsHeldDeflated() {
    LoneSocket socket = loop.ask(Loop.limits(), "delay=10s", new Compression(true, 15, true));
    ClientFrame[] bombs = new ClientFrame[40];
    Arrays.fill(bombs, binary(new Deflate().compress(new byte[900_000])).rsv(4));
    socket.send(bombs);
    assertTrue(loop.memory().held() < 200_000, "held " + loop.memory().held());
    advance(10_000);
    assertEquals(40, socket.received().messages().size());
  }

  @Test
  void atARateASecondsWorthLeavesAtOnceAndTheRestNoFaster() {
    LoneSocket socket = loop.ask("rate=10000").send(binary(noise(30_000)));
    int before = socket.channel().taken().length;
    assertTrue(before > 8_000 && before <= 10_000, "at once: " + before);
    for (int second = 1; second <= 2; second++) {
      for (int i = 0; i < 100; i++) {
        advance(10);
      }
      int more = socket.channel().taken().length;
      assertTrue(more <= 10_000 * (second + 1), second + " s: " + more);
      assertTrue(more > 10_000 * (second + 1) - 2_000, second + " s: " + more);
    }
    advance(300);
    assertArrayEquals(noise(30_000), socket.received().messages().get(0).payload());
  }

  @Test
  void silenceEarnsASecondsWorthAndNoMore() {
    LoneSocket socket = loop.ask("rate=10000").send(binary(noise(5_000)));
    advance(10_000);
    int before = socket.channel().taken().length;
    socket.send(binary(noise(50_000)));
    int more = socket.channel().taken().length - before;
    assertTrue(more > 8_000 && more <= 10_000, "at once: " + more);
    for (int i = 0; i < 500; i++) {
      advance(10);
    }
    assertEquals(2, socket.received().messages().size());
  }

  // ---------------------------------------------------------------- chance

  @Test
  void everyReplyIsDropped() {
    LoneSocket socket = loop.ask("drop=100%").send(text("one"), binary(noise(3)));
    assertEquals(List.of(), socket.shown());
    assertEquals(1, loop.traffic().messages(Count.TEXT_IN));
    assertEquals(0, loop.traffic().messages(Count.TEXT_OUT));
    assertEquals(0, socket.connection().messagesOut());
  }

  @Test
  void everyReplyIsSentTwice() {
    LoneSocket socket = loop.ask("duplicate=1").send(text("one"), text("two"));
    assertEquals(List.of("1 one", "1 one", "1 two", "1 two"), socket.shown());
    assertEquals(4, socket.connection().messagesOut());
  }

  @Test
  void aCorruptReplyDiffersInOneByteAndTextStaysText() {
    LoneSocket socket = loop.ask("corrupt=1");
    for (String sent : List.of("a", "接收数据", "é", "😀😀", "plain text")) {
      socket.send(text(sent), binary(Bytes.utf8(sent)));
    }
    List<Message> messages = socket.received().messages();
    for (int i = 0; i < messages.size(); i++) {
      byte[] got = messages.get(i).payload();
      byte[] sent = Bytes.utf8(List.of("a", "接收数据", "é", "😀😀", "plain text").get(i / 2));
      assertEquals(1, differences(sent, got), Bytes.show(got));
      if (i % 2 == 0) {
        assertArrayEquals(got, Bytes.utf8(new String(got, StandardCharsets.UTF_8)));
      }
    }
    assertEquals(10, messages.size());
  }

  private static int differences(byte[] a, byte[] b) {
    assertEquals(a.length, b.length);
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }

  @Test
  void theSameSeedAndMessagesGiveTheSameReplies() {
    String chances = "drop=20%&duplicate=0.2&corrupt=20%25&seed=";
    byte[] first = replies(chances + 7);
    assertArrayEquals(first, replies(chances + 7));
    assertNotEquals(Bytes.show(first), Bytes.show(replies(chances + 8)));
  }

  private byte[] replies(String query) {
    LoneSocket socket = loop.ask(query);
    for (int i = 0; i < 100; i++) {
      socket.send(text("message " + i));
    }
    return socket.channel().taken();
  }

  @Test
  void aDropShareIsMetByAndLarge() {
    LoneSocket socket = loop.ask("drop=25%&seed=1");
    for (int i = 0; i < 1_000; i++) {
      socket.sendOnly(text("x").bytes());
    }
    loop.settle();
    int left = socket.received().messages().size();
    assertTrue(left > 700 && left < 800, "left: " + left);
  }

  // ----------------------------------------------------------------- shape

  @Test
  void repliesKeepTheirFragmentsWhereNoKnobCutsThem() {
    LoneSocket socket =
        loop.ask("delay=1ms")
            .send(text("one ").unfinished(), ClientFrame.continuation("two"))
            .send(text("").unfinished(), ClientFrame.continuation(""));
    advance(1);
    assertEquals(List.of("1... one ", "0 two", "1... ", "0 "), socket.shown());
  }

  @Test
  void aReplyIsCutIntoFragments() {
    LoneSocket socket = loop.ask("fragment=3").send(text("seventy"), text("six six"), text(""));
    assertEquals(
        List.of("1... sev", "0... ent", "0 y", "1... six", "0...  si", "0 x", "1 "),
        socket.shown());
  }

  @Test
  void fragmentsThatCameAreCutAnew() {
    LoneSocket socket =
        loop.ask("fragment=4").send(text("ab").unfinished(), ClientFrame.continuation("cdef"));
    assertEquals(List.of("1... abcd", "0 ef"), socket.shown());
  }

  @Test
  void aCompressedReplyIsCutAsItGoesOnTheWire() {
    LoneSocket socket =
        loop.ask(Loop.limits(), "fragment=10", new Compression(true, 15, true))
            .send(text("compress me ".repeat(100)));
    List<ServerFrame> frames = socket.received().frames();
    assertTrue(frames.size() > 1 && frames.size() < 10, frames.toString());
    for (ServerFrame frame : frames.subList(0, frames.size() - 1)) {
      assertEquals(10, frame.length());
    }
    assertArrayEquals(
        Bytes.utf8("compress me ".repeat(100)), socket.received().messages().get(0).payload());
  }

  @Test
  void fragmentsOfOneByteOfALargeMessageLeaveInTurns() {
    LoneSocket socket = loop.ask("fragment=1").send(binary(noise(300_000)));
    assertEquals(300_000, socket.received().frames().size());
    assertArrayEquals(noise(300_000), socket.received().messages().get(0).payload());
  }

  @Test
  void whatLeavesAtOnceBeforeACloseIsNotInManyMillionFragments() {
    LoneSocket socket = loop.ask("fragment=1&delay=60s").send(binary(noise(8 << 20)));
    socket.close(Cause.AGE, 1001, "old");
    assertTrue(socket.received().frames().size() < 1_100_000);
    assertArrayEquals(noise(8 << 20), socket.received().messages().get(0).payload());
    assertClose(socket, 1001, "old");
  }

  @Test
  void thePrefixStandsBeforeTextsAlone() {
    for (String query : List.of("prefix=re:%20", "prefix=re:%20&delay=0s&fragment=100")) {
      LoneSocket socket = loop.ask(query).send(text("one"), binary(Bytes.utf8("two")));
      assertEquals(List.of("1 re: one", "2 two"), socket.shown());
    }
  }

  @Test
  void theGreetingComesFirstAndIsNoReply() {
    LoneSocket socket = loop.ask("greeting=hello&drop=1&close-after=2");
    assertEquals(List.of("1 hello"), socket.shown());
    socket.send(text("one"));
    assertEquals(List.of("1 hello"), socket.shown());
    socket.send(text("two"));
    assertEquals(2, socket.received().frames().size());
  }

  // ------------------------------------------------------------------ ends

  private void assertClose(LoneSocket socket, int code, String reason) {
    List<ServerFrame> frames = socket.received().frames();
    ServerFrame last = frames.get(frames.size() - 1);
    assertEquals(8, last.opcode(), socket.shown().toString());
    assertEquals(code, last.closeCode());
    assertEquals(reason, last.closeReason());
  }

  @Test
  void theLastOfTheCountedMessagesIsAnsweredAndThenComesTheClose() {
    LoneSocket socket =
        loop.ask("close-after=2&close-code=4001&close-reason=enough")
            .send(text("one"), text("two"), text("three"), ClientFrame.ping("x"));
    assertEquals(List.of("1 one", "1 two"), socket.shown().subList(0, 2));
    assertEquals(3, socket.received().frames().size());
    assertClose(socket, 4001, "enough");
    socket.send(ClientFrame.close(4001)).ends();
    assertEquals(Cause.KNOB, socket.verdict().cause());
    assertTrue(socket.verdict().isClean());
  }

  @Test
  void aCloseByTimeHasCode1000AndWaitsForNothing() {
    LoneSocket socket = loop.ask("close-after=5s&delay=60s").send(text("one"), text("two"));
    advance(4_999);
    assertEquals(List.of(), socket.shown());
    advance(1);
    assertEquals(List.of("1 one", "1 two"), socket.shown().subList(0, 2));
    assertClose(socket, 1000, "");
  }

  @Test
  void aCountedCloseWaitsForNoDelayAndNoRate() {
    LoneSocket socket = loop.ask("close-after=1&delay=60s&rate=1024").send(binary(noise(100_000)));
    assertArrayEquals(noise(100_000), socket.received().messages().get(0).payload());
    assertClose(socket, 1000, "");
    assertEquals(0, loop.memory().held());
  }

  @Test
  void aMessageThatIsArrivingDoesNotKeepACloseFromItsTime() {
    LoneSocket socket = loop.ask("close-after=1s").send(text("begun").unfinished());
    advance(1_000);
    assertClose(socket, 1000, "");
    assertEquals(0, loop.memory().held());
  }

  @Test
  void anEndOfTcpComesBehindTheRepliesAndWithoutAClose() {
    LoneSocket socket = loop.ask("end-after=2&delay=10s").send(text("one"), text("two"), text("3"));
    assertEquals(List.of("1 one", "1 two"), socket.shown());
    assertTrue(socket.isSendingEnded());
    socket.ends();
    assertEquals(Cause.KNOB, socket.verdict().cause());
    assertEquals(1006, socket.verdict().code());
  }

  @Test
  void anEndOfTcpComesAtItsTime() {
    LoneSocket socket = loop.ask("end-after=1s").send(text("one"));
    advance(999);
    assertFalse(socket.isSendingEnded());
    advance(1);
    assertTrue(socket.isSendingEnded());
    assertEquals(List.of("1 one"), socket.shown());
  }

  @Test
  void aResetWaitsForNothing() {
    LoneSocket socket = loop.ask("reset-after=1s&delay=10s").send(text("one"));
    advance(1_000);
    assertFalse(socket.isOpen());
    assertEquals(List.of(), socket.shown());
    assertEquals(Cause.KNOB, socket.verdict().cause());
    assertEquals(0, loop.memory().held());
    LoneSocket counted = loop.ask("reset-after=2").send(text("one"), text("two"), text("three"));
    assertFalse(counted.isOpen());
    assertEquals(2, counted.connection().messagesIn());
  }

  // ----------------------------------------------------------------- stall

  @Test
  void afterAStallNothingIsReadNotEvenAClose() {
    LoneSocket socket =
        loop.ask("stall-after=2").send(text("1"), text("2"), text("3"), ClientFrame.close(1000));
    assertEquals(List.of("1 1", "1 2"), socket.shown());
    assertFalse(socket.isRead());
    socket.force(text("4").bytes());
    loop.settle();
    assertEquals(2, socket.received().frames().size());
    assertEquals(0, loop.memory().held());
    assertTrue(socket.isOpen());
    assertEquals(2, socket.connection().messagesIn());
  }

  @Test
  void whatWasHeldWhenAStallCameStillLeaves() {
    LoneSocket socket = loop.ask("stall-after=1&delay=1s").send(text("1"));
    advance(1_000);
    assertEquals(List.of("1 1"), socket.shown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stall-after=1", "stall-after=10ms", "stall-after=1&delay=60s"})
  void aDrainEndsAStalledConnectionWithItsClose(String query) {
    LoneSocket socket = loop.ask(query).send(text("one"), text("begun").unfinished());
    advance(10);
    socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    assertEquals("1 one", socket.shown().get(0));
    assertClose(socket, 1001, "leaving");
    socket.send(ClientFrame.close(1001));
    advance(5_000);
    assertFalse(socket.isOpen());
    assertEquals(Cause.DRAIN_FORCED, socket.verdict().cause());
  }

  @Test
  void theIdleTimeoutEndsAStalledConnection() {
    LoneSocket socket =
        loop.ask(Loop.limits().idle(Duration.ofSeconds(30)), "stall-after=1", null)
            .send(text("one"));
    advance(30_000);
    assertClose(socket, 1001, "nothing received for 30s (idle timeout)");
    advance(5_000);
    assertEquals(Cause.IDLE, socket.verdict().cause());
  }

  @Test
  void theEndOfTcpEndsAStalledConnection() {
    LoneSocket socket = loop.ask("stall-after=1").send(text("1"), text("2")).ends();
    assertFalse(socket.isOpen());
    assertEquals(Cause.TCP_END, socket.verdict().cause());
    LoneSocket reset = loop.ask("stall-after=1").send(text("1")).resets();
    assertEquals(Cause.TCP_RESET, reset.verdict().cause());
  }

  @Test
  void aCloseByKnobEndsAStalledConnection() {
    LoneSocket socket = loop.ask("stall-after=1&close-after=1s").send(text("1"), text("2"));
    advance(1_000);
    assertClose(socket, 1000, "");
    advance(5_000);
    assertFalse(socket.isOpen());
    assertEquals(Cause.KNOB, socket.verdict().cause());
  }

  // ------------------------------------------------------ others that end it

  @Test
  void aClientsCloseIsEchoedBehindWhatIsHeld() {
    LoneSocket socket =
        loop.ask("delay=60s&rate=1024")
            .send(text("one"), binary(noise(50_000)), ClientFrame.close(4321, "done"));
    assertEquals(2, socket.received().messages().size());
    assertClose(socket, 4321, "done");
    assertEquals(0, loop.memory().held());
    socket.ends();
    assertEquals(Cause.CLIENT_CLOSE, socket.verdict().cause());
    assertEquals(2, socket.connection().messagesOut());
  }

  @Test
  void aBrokenRuleKeepsItsCodeAndComesBehindWhatIsHeld() {
    LoneSocket socket =
        loop.ask("delay=60s&close-code=4001&close-after=9")
            .send(Bytes.join(text("one").bytes(), Bytes.hex("83 80 00000000")));
    assertEquals("1 one", socket.shown().get(0));
    assertEquals(1002, socket.received().frames().get(1).closeCode());
    assertEquals(Cause.PROTOCOL_ERROR, socket.ends().verdict().cause());
  }

  @Test
  void aDrainWaitsForAMessageButForNoDelay() {
    LoneSocket socket = loop.ask("delay=60s").send(text("one"), text("begun ").unfinished());
    socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    assertEquals(List.of("1 one"), socket.shown());
    socket.send(ClientFrame.continuation("and ended"));
    assertEquals(List.of("1... begun ", "0 and ended"), socket.shown().subList(1, 3));
    assertClose(socket, 1001, "leaving");
    socket.send(ClientFrame.close(1001)).ends();
    assertEquals(Cause.DRAIN, socket.verdict().cause());
  }

  @Test
  void whoEndsSendingGetsWhatIsHeld() {
    LoneSocket socket = loop.ask("delay=60s").send(text("one"), text("two")).ends();
    assertEquals(List.of("1 one", "1 two"), socket.shown());
    assertFalse(socket.isOpen());
  }

  @Test
  void whoEndsSendingWhileMuchIsHeldGetsAllOfIt() {
    LoneSocket socket = loop.ask("delay=60s");
    byte[] frame = binary(noise(60_000)).bytes();
    int sent = 0;
    while (socket.isRead()) {
      socket.send(frame);
      sent++;
    }
    assertTrue(sent > 1, "the first one alone is not much");
    socket.force(frame).force(frame);
    socket.ends();
    assertEquals(sent + 2, socket.received().messages().size());
    assertFalse(socket.isOpen());
  }

  @Test
  void whoGoesLeavesNothingBehind() {
    loop.ask("delay=60s").send(text("one")).resets();
    loop.ask("rate=1024").send(binary(noise(50_000))).cut();
    loop.settle();
    assertEquals(0, loop.memory().held());
  }

  @Test
  void aPeerThatTakesNothingHoldsUpWhatIsDueAndLosesNothing() {
    LoneSocket socket = loop.ask("delay=10ms").takes(0).send(text("one"), text("two"));
    advance(10);
    socket.send(text("three"));
    advance(10);
    assertEquals(List.of(), socket.shown());
    socket.takesAll();
    advance(10);
    assertEquals(List.of("1 one", "1 two", "1 three"), socket.shown());
  }

  // ----------------------------------------------------------------- pings

  @Test
  void aPingIsNotAnsweredWherePongIsOff() {
    for (String query : List.of("pong=off", "pong=off&delay=0s")) {
      LoneSocket socket = loop.ask(query).send(ClientFrame.ping("x"), text("one"));
      assertEquals(List.of("1 one"), socket.shown());
    }
  }

  @Test
  void aPongWaitsForNoDelay() {
    LoneSocket socket = loop.ask("delay=1s").send(text("one"), ClientFrame.ping("x"));
    assertEquals(List.of("a x"), socket.shown());
  }

  @Test
  void pingsComeAtTheirInterval() {
    for (String query : List.of("ping=100ms", "ping=100ms&drop=1")) {
      LoneSocket socket = loop.ask(query);
      advance(100);
      advance(100);
      assertEquals(2, socket.received().frames().size());
      assertEquals(9, socket.received().frames().get(0).opcode());
    }
  }
}
