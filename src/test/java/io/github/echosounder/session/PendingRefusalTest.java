package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A failure that a client has chosen, from its request to its answer. */
class PendingRefusalTest {

  private static final Refusal ASKED =
      new Refusal(
          "id", "/ws/refuse", "192.0.2.1:1", Refusal.NO_RESPONSE, "status 503", "label-123", true);

  private final List<Refusal> postponed = new ArrayList<>();
  private final List<Refusal> refused = new ArrayList<>();

  private final Connections connections =
      new Connections(
          1,
          List.of(
              new ConnectionObserver() {
                @Override
                public void opened(Connection connection) {}

                @Override
                public void postponed(Refusal asked) {
                  postponed.add(asked);
                }

                @Override
                public void refused(Refusal refusal) {
                  refused.add(refusal);
                }

                @Override
                public void closed(Connection connection, Verdict verdict) {}
              }));

  private static Refusal told(int status, String reason) {
    return new Refusal("id", "/ws/refuse", "192.0.2.1:1", status, reason, "label-123", true);
  }

  @Test
  void itIsToldAndFoundUntilItIsSettled() {
    PendingRefusal pending = connections.postponed(ASKED, null);
    assertSame(ASKED, pending.asked());
    assertEquals(List.of(ASKED), postponed);
    assertSame(pending, connections.findPending("id"));
    assertEquals(List.of(pending), List.copyOf(connections.pending()));
    pending.answered(503, "");
    assertNull(connections.findPending("id"));
    assertTrue(connections.pending().isEmpty());
  }

  @Test
  void anAnswerIsToldWithItsStatus() {
    connections.postponed(ASKED, null).answered(503, "");
    assertEquals(List.of(told(503, "status 503")), refused);
    assertTrue(refused.get(0).hasStatus());
  }

  @Test
  void whatHappenedBesideIsPutBehindTheReason() {
    connections.postponed(ASKED, null).answered(503, "at once");
    assertEquals(List.of(told(503, "status 503; at once")), refused);
  }

  @Test
  void whereNothingWasSentThereIsNoStatus() {
    connections.postponed(ASKED, null).unanswered("the client went");
    assertEquals(List.of(told(Refusal.NO_RESPONSE, "status 503; the client went")), refused);
    assertFalse(refused.get(0).hasStatus());
  }

  @Test
  void ofSeveralEndsTheFirstCounts() {
    PendingRefusal pending = connections.postponed(ASKED, null);
    pending.answered(503, "");
    pending.unanswered("the client went");
    assertEquals(1, refused.size());
  }

  @Test
  void itsPlaceIsGivenBackWhenItIsSettled() {
    PendingRefusal pending = connections.postponed(ASKED, connections.reserve());
    assertTrue(connections.isFull());
    pending.answered(503, "");
    assertFalse(connections.isFull());
    pending.unanswered("");
    assertNotNull(connections.reserve(), "one place is there again");
    assertNull(connections.reserve(), "and no second one");
  }

  @Test
  void itIsHurriedOnceItIsKnownHow() {
    PendingRefusal pending = connections.postponed(ASKED, null);
    var hurried = new ArrayList<String>();
    pending.hurry();
    pending.onHurry(() -> hurried.add("now"));
    pending.hurry();
    assertEquals(List.of("now"), hurried);
  }

  @Test
  void theTimeOfTheRequestIsKept() {
    long before = System.currentTimeMillis();
    long asked = connections.postponed(ASKED, null).askedMillis();
    assertTrue(before <= asked && asked <= System.currentTimeMillis(), "asked " + asked);
  }
}
