package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From what was seen of an end, in its order, to the verdict. */
class EndingTest {

  private static final CloseStatus CLIENTS = new CloseStatus(1000, "done");
  private static final ServerClose DRAIN = new ServerClose(Cause.DRAIN, 1001, "leaving");
  private static final ServerClose IDLE = new ServerClose(Cause.IDLE, 1001, "idle");

  private final Ending ending = new Ending();

  @Test
  void nothingSeenIsAnEndOfTcp() {
    assertVerdict(Cause.TCP_END, 1006, "TCP ended without a Close", null, null);
  }

  @Test
  void aCloseOfTheClientIsEchoed() {
    ending.closeReceived(CLIENTS);
    assertVerdict(Cause.CLIENT_CLOSE, 1000, "done", CLIENTS, CLIENTS);
    assertTrue(ending.verdict().isClean());
  }

  @Test
  void theFirstCloseBeganTheEnd() {
    ending.closeSent(DRAIN);
    ending.closeReceived(CLIENTS);
    assertVerdict(Cause.DRAIN, 1001, "leaving", DRAIN.status(), CLIENTS);
    assertTrue(ending.verdict().isClean());

    Ending other = new Ending();
    other.closeReceived(CLIENTS);
    other.closeSent(DRAIN);
    assertEquals(Cause.CLIENT_CLOSE, other.verdict().cause());
    assertEquals(CLIENTS, other.verdict().sent(), "the server sends no other");
  }

  @Test
  void ofSeveralClosesOfOneSideTheFirstCounts() {
    ending.closeSent(IDLE);
    ending.closeSent(DRAIN);
    ending.closeReceived(CLIENTS);
    ending.closeReceived(new CloseStatus(4000, "again"));
    assertVerdict(Cause.IDLE, 1001, "idle", IDLE.status(), CLIENTS);
  }

  @Test
  void aDrainThatIsNotAnsweredIsForced() {
    ending.closeSent(DRAIN);
    assertVerdict(Cause.DRAIN_FORCED, 1001, "leaving", DRAIN.status(), null);
    ending.tcpEnded(Cause.DRAIN_FORCED, "too late");
    assertVerdict(Cause.DRAIN_FORCED, 1001, "leaving", DRAIN.status(), null);
    assertFalse(ending.verdict().isClean());
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void aCloseOfTheServerKeepsItsCauseWhateverTcpDoes(Cause cause) {
    ServerClose close = new ServerClose(cause, 1011, "why");
    ending.closeSent(close);
    ending.tcpEnded(Cause.TCP_RESET, "TCP was reset");
    Cause expected = cause == Cause.DRAIN ? Cause.DRAIN_FORCED : cause;
    assertVerdict(expected, 1011, "why", close.status(), null);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void whereNoCloseWasSeenTheEndOfTcpTells(Cause cause) {
    ending.tcpEnded(cause, "what was seen");
    ending.tcpEnded(Cause.TCP_END, "of several reports the first one counts");
    assertVerdict(cause, 1006, "what was seen", null, null);
    assertEquals(cause.initiator(), ending.verdict().initiator());
  }

  @Test
  void aCloseOfTheClientTellsMoreThanTheEndOfTcpBehindIt() {
    ending.closeReceived(new CloseStatus(1005, ""));
    ending.tcpEnded(Cause.TCP_RESET, "TCP was reset");
    assertEquals(Cause.CLIENT_CLOSE, ending.verdict().cause());
    assertEquals(1005, ending.verdict().code());
  }

  @Test
  void whatBeganAnEndIsKnownBeforeItIsOver() {
    assertFalse(ending.isCloseReceived());
    ending.closeReceived(CLIENTS);
    assertTrue(ending.isCloseReceived());
  }

  @Test
  void eachFactThatChangesTheVerdictIsToldOnce() {
    List<Verdict> told = new ArrayList<>();
    ending.onChange(() -> told.add(ending.verdict()));
    assertNull(ending.begun());
    ending.closeSent(DRAIN);
    ending.closeSent(IDLE);
    ending.closeReceived(CLIENTS);
    ending.closeReceived(CLIENTS);
    ending.tcpEnded(Cause.TCP_RESET, "TCP was reset");
    assertEquals(
        List.of(Cause.DRAIN_FORCED, Cause.DRAIN), told.stream().map(Verdict::cause).toList());
    assertEquals(told.get(1), ending.begun());
  }

  @Test
  void anEndOfTcpBeginsAnEndAsACloseDoes() {
    List<Verdict> told = new ArrayList<>();
    ending.onChange(() -> told.add(ending.verdict()));
    ending.tcpEnded(Cause.TCP_END, Ending.TCP_ENDED);
    ending.tcpEnded(Cause.TCP_RESET, "later");
    assertEquals(List.of(Cause.TCP_END), told.stream().map(Verdict::cause).toList());
    assertEquals(told.get(0), ending.begun());
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseHasAnInitiatorAndALabel(Cause cause) {
    Initiator expected =
        switch (cause) {
          case CLIENT_CLOSE -> Initiator.CLIENT;
          case TCP_END, TCP_RESET, TLS -> Initiator.NETWORK;
          default -> Initiator.SERVER;
        };
    assertEquals(expected, cause.initiator());
    assertTrue(cause.label().matches("[a-z]+(-[a-z]+)*"), cause.label());
  }

  private void assertVerdict(
      Cause cause,
      int code,
      String reason,
      @Nullable CloseStatus sent,
      @Nullable CloseStatus received) {
    assertEquals(new Verdict(cause, code, reason, sent, received), ending.verdict());
  }

  @Test
  void theFirstThingSeenIsAChangeAndTheSameVerdictAgainIsNone() {
    var changes = new ArrayList<String>();
    ending.onChange(() -> changes.add("changed"));
    ending.tcpEnded(Cause.TCP_END, Ending.TCP_ENDED);
    assertEquals(1, changes.size());
    Ending other = new Ending();
    other.onChange(() -> changes.add("other"));
    other.closeSent(IDLE);
    other.tcpEnded(Cause.TCP_RESET, "reset");
    assertEquals(List.of("changed", "other"), changes);
  }
}
