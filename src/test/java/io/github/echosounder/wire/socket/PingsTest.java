package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.echosounder.session.Cause;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.ServerFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 6455, 5.5.2 and 5.5.3: pings of the server, and the pongs that answer them. */
class PingsTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration ROUND_TRIP = Duration.ofMillis(40);

  private final Loop loop = new Loop();
  private final LoneSocket socket = loop.open(Loop.limits().ping(INTERVAL));

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  void oneIsSentEachIntervalAndItsRoundTripMeasured() {
    loop.advance(INTERVAL);
    assertEquals(1, pings().size());
    loop.advance(ROUND_TRIP);
    pong(pings().get(0).payload());
    assertEquals(1, roundTrips());
    assertEquals(ROUND_TRIP.toNanos(), loop.traffic().pingNanos().sum());
    loop.advance(INTERVAL);
    assertEquals(2, pings().size());
  }

  @Test
  void aPongThatComesBehindTheNextPingIsMeasuredToo() {
    loop.advance(INTERVAL);
    loop.advance(INTERVAL);
    pong(pings().get(0).payload());
    assertEquals(INTERVAL.toNanos(), loop.traffic().pingNanos().sum());
    pong(pings().get(1).payload());
    assertEquals(2, roundTrips());
  }

  @Test
  void aPongMayStandForThePingsBefore() {
    loop.advance(INTERVAL);
    loop.advance(INTERVAL);
    pong(pings().get(1).payload());
    assertEquals(1, roundTrips());
    pong(pings().get(0).payload());
    assertEquals(1, roundTrips(), "that one was stood for");
  }

  @Test
  void aPongThatNobodyAskedForTellsNothing() {
    loop.advance(INTERVAL);
    pong(new byte[0]);
    pong(Bytes.utf8("8 bytes."));
    pong(Bytes.join(pings().get(0).payload(), new byte[1]));
    assertEquals(0, roundTrips());
    pong(pings().get(0).payload());
    pong(pings().get(0).payload());
    assertEquals(1, roundTrips(), "each counts once");
  }

  @Test
  void noneIsSentBehindAClose() {
    loop.advance(INTERVAL.minusSeconds(1));
    socket.close(Cause.IDLE, 1001, "");
    loop.advance(Duration.ofSeconds(2));
    assertEquals(0, pings().size());
    LoneSocket closed = loop.open(Loop.limits().ping(Duration.ofSeconds(1)));
    closed.send(ClientFrame.close(1000));
    loop.advance(Duration.ofSeconds(2));
    assertEquals(1, closed.received().frames().size());
  }

  @Test
  void noneIsSentWhileRepliesWaitForThePeer() {
    socket.takes(0).send(text("waits"));
    long held = loop.memory().held();
    loop.advance(INTERVAL.multipliedBy(5));
    assertEquals(held, loop.memory().held());
    socket.takesAll();
    assertEquals(0, pings().size());
    loop.advance(INTERVAL);
    assertEquals(1, pings().size());
  }

  @Test
  void onesThatAreNeverAnsweredAreForgottenInTheEnd() {
    for (int i = 0; i < 100; i++) {
      loop.advance(INTERVAL);
    }
    pong(pings().get(0).payload());
    assertEquals(0, roundTrips());
    pong(pings().get(99).payload());
    assertEquals(1, roundTrips());
  }

  @Test
  void theyEndWithTheConnection() {
    socket.cut();
    loop.advance(INTERVAL.multipliedBy(3));
    assertEquals(0, pings().size());
    assertFalse(socket.isOpen());
  }

  private List<ServerFrame> pings() {
    return socket.received().frames().stream()
        .filter(frame -> frame.opcode() == Opcode.PING)
        .toList();
  }

  private void pong(byte[] payload) {
    socket.send(ClientFrame.of(Opcode.PONG, payload));
  }

  private long roundTrips() {
    var times = loop.traffic().pingNanos();
    long sum = 0;
    for (int slot = 0; slot <= times.size(); slot++) {
      sum += times.count(slot);
    }
    return sum;
  }
}
