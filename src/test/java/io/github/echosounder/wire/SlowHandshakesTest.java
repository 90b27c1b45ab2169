package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that takes its time to say what it wants (slowloris), where it has one second. */
@QuarkusTest
@TestProfile(SmallLimits.class)
class SlowHandshakesTest extends WireTest {
  private static final byte[] HANDSHAKE = Handshake.to("/ws").bytes();

  @Test
  void aHandshakeThatIsNotFinishedInTimeIsEnded() {
    var sockets = new ArrayList<RawSocket>();
    for (int sent = 0; sent < HANDSHAKE.length; sent += 11) {
      RawSocket socket = connect();
      socket.send(slice(HANDSHAKE, 0, sent));
      sockets.add(socket);
    }
    open().expectAlive();
    for (int i = 0; i < sockets.size(); i++) {
      int sent = 11 * i;
      assertDoesNotThrow(sockets.get(i)::drain, () -> "after " + sent + " bytes");
    }
  }

  @Test
  @Holds("9112-9.5-1")
  void aHandshakeThatIsNotFinishedInTimeIsToldSoAndTcpEndsInOrder() {
    RawSocket socket = connect();
    socket.send(slice(HANDSHAKE, 0, 40));
    assertEquals(408, Problem.read(socket).status());
    assertTrue(socket.ends());
  }

  @Test
  void aHandshakeThatTricklesInIsEndedToo() {
    RawSocket socket = connect();
    byte[] padded = Handshake.to("/ws").with("X-Padding", "x".repeat(500)).bytes();
    assertTrue(socket.isRefusedWhileSending(padded, 20), "all of it was taken");
  }

  @Test
  void unfinishedHandshakesDoNotTakeThePlacesOfConnections() {
    for (int i = 0; i < 3 * SmallLimits.CONNECTIONS; i++) {
      connect().send(slice(HANDSHAKE, 0, 50));
    }
    open().expectAlive();
  }

  @Test
  void anOpenConnectionIsNotBoundByTheHandshakeTimeout() {
    Peer peer = open();
    RawSocket.pause(2_500);
    peer.expectAlive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHandshakeThatAsksToBeLeftHangingIsEndedWithoutAByteWhenItsTimeIsUp(boolean isFirst) {
    RawSocket socket = connect();
    if (!isFirst) {
      socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
      socket.readBody(socket.readHead());
    }
    long start = System.nanoTime();
    socket.send(Handshake.to("/ws/refuse?hang").bytes());
    assertTrue(socket.ends());
    assertTrue(System.nanoTime() - start >= 1_000_000_000);
  }
}
