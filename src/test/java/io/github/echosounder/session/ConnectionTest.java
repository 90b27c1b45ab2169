package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted and remembered of one connection. */
class ConnectionTest {

  private static final Connection.Handshake HANDSHAKE =
      new Connection.Handshake("/ws", "192.0.2.1:1", "chat", "permessage-deflate", "label-123");

  private final long beforeNanos = System.nanoTime();
  private final long beforeMillis = System.currentTimeMillis();
  private final Connection connection = new Connection("id", HANDSHAKE);

  @Test
  void itHasItsIdAndItsHandshake() {
    assertEquals("id", connection.id());
    assertSame(HANDSHAKE, connection.handshake());
  }

  @Test
  void itIsAsOldAsItsHandshake() {
    long age = connection.ageNanos();
    assertTrue(0 <= age && age <= System.nanoTime() - beforeNanos, "age " + age);
    long opened = connection.openedMillis();
    assertTrue(beforeMillis <= opened && opened <= System.currentTimeMillis(), "opened " + opened);
  }

  @Test
  void messagesAndBytesOfEachWayAddUp() {
    connection.countIn(1, 10);
    connection.countIn(2, 20);
    connection.countOut(3, 300);
    connection.countOut(4, 400);
    assertEquals(
        List.of(3L, 30L, 7L, 700L),
        List.of(
            connection.messagesIn(),
            connection.bytesIn(),
            connection.messagesOut(),
            connection.bytesOut()));
  }

  @Test
  void untilAByteCameTheLastOneIsTheHandshakes() {
    assertEquals(connection.openedMillis(), connection.receivedMillis());
    assertEquals(connection.openedMillis(), connection.sentMillis());
  }

  @Test
  void theLastByteOfEachWayHasItsTime() {
    long nanos = System.nanoTime();
    connection.sent(nanos);
    connection.received(nanos + 5_000_000_000L);
    assertEquals(5_000, connection.receivedMillis() - connection.sentMillis());
    long opened = connection.openedMillis();
    assertTrue(opened <= connection.sentMillis(), "sent before it was opened");
    assertTrue(connection.sentMillis() <= opened + (nanos - beforeNanos) / 1_000_000);
  }

  @Test
  void aByteOfEitherWayIsActivity() {
    long later = System.nanoTime() + 1_000_000_000L;
    assertFalse(connection.isActiveSince(later));
    connection.sent(later);
    assertTrue(connection.isActiveSince(later), "sent at that moment");
    assertFalse(connection.isActiveSince(later + 1));
    connection.received(later + 1);
    assertTrue(connection.isActiveSince(later + 1), "received at that moment");
    assertFalse(connection.isActiveSince(later + 2));
  }

  @Test
  void roundTripsAreNoneUntilAPingIsAnswered() {
    assertNull(connection.roundTrips());
    connection.roundTrip(30);
    assertEquals(new RoundTrips(1, 30, 30, 30, 30), connection.roundTrips());
  }

  @Test
  void ofRoundTripsTheLastTheLeastTheMostAndTheMeanAreKnown() {
    connection.roundTrip(30);
    connection.roundTrip(10);
    connection.roundTrip(50);
    connection.roundTrip(20);
    RoundTrips found = connection.roundTrips();
    assertEquals(new RoundTrips(4, 20, 10, 50, 110), found);
    assertEquals(27, found == null ? 0 : found.mean());
  }

  @Test
  void itsSocketIsTheOneThatWasAttached() {
    var fault = assertThrows(IllegalStateException.class, connection::wire);
    assertEquals("connection id is not attached to a socket", fault.getMessage());
  }

  @Test
  void itLeavesOnce() {
    assertFalse(connection.hasLeft());
    assertTrue(connection.leave());
    assertTrue(connection.hasLeft());
    assertFalse(connection.leave());
  }

  @Test
  void anEndIsCleanWhereBothClosesWereSeen() {
    CloseStatus close = new CloseStatus(1000, "");
    assertTrue(new Verdict(Cause.CLIENT_CLOSE, 1000, "", close, close).isClean());
    assertFalse(new Verdict(Cause.DRAIN_FORCED, 1001, "", close, null).isClean());
    assertFalse(new Verdict(Cause.CLIENT_CLOSE, 1000, "", null, close).isClean());
  }

  @Test
  void whoBeganTheEndFollowsFromTheCause() {
    assertEquals(Initiator.CLIENT, verdict(Cause.CLIENT_CLOSE).initiator());
    assertEquals(Initiator.SERVER, verdict(Cause.IDLE).initiator());
    assertEquals(Initiator.NETWORK, verdict(Cause.TCP_RESET).initiator());
    assertEquals("tcp-reset", Cause.TCP_RESET.label());
    assertEquals("network", Initiator.NETWORK.label());
  }

  private static Verdict verdict(Cause cause) {
    return new Verdict(cause, 1006, "", null, null);
  }
}
