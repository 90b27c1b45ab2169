package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a client that is gone is given back when that is known, not when it is due. */
@QuarkusTest
class GoneClientsTest extends WireTest {

  private static final byte[] FRAME = ClientFrame.binary(Bytes.noise(50_000, 1)).bytes();

  @ParameterizedTest
  @ValueSource(strings = {"delay=60s", "rate=1KiB", "delay=60s&fragment=1", "stall-after=10"})
  void afterAResetOfOneThatSentMoreThanIsTaken(String query) throws Exception {
    RawSocket socket = open("/ws?" + query).socket();
    Flood flood = Flood.start(socket, i -> FRAME, 2_000);
    Flood.untilTheServerStopsReading(List.of(flood));
    socket.reset();
    assertGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay=60s", "rate=1KiB", "delay=60s&fragment=1", "stall-after=10"})
  void afterAReset(String query) throws Exception {
    sent(query, 10).socket().reset();
    assertGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay=60s", "rate=1KiB", "delay=60s&fragment=1", "stall-after=10"})
  @Holds("9112-9.8-1")
  void afterTheEndOfTcpBothWays(String query) throws Exception {
    sent(query, 10).close();
    assertGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay=60s", "rate=1KiB", "delay=60s&fragment=1", "stall-after=10"})
  void afterTheEndOfTcpBothWaysBehindWhatWaitsToBeRead(String query) throws Exception {
    sent(query, asManyAsArrive()).close();
    assertGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay=60s", "rate=1KiB", "delay=60s&fragment=1"})
  void afterACloseEachWay(String query) throws Exception {
    Peer peer = sent(query, 10);
    peer.socket().send(ClientFrame.close(1000).bytes());
    peer.expectCloseInTheEnd(1000);
    peer.close();
    assertGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay=60s", "rate=1KiB", "delay=60s&fragment=1000"})
  void afterACloseAndTheEndOfTcpBehindWhatWaitsToBeRead(String query) throws Exception {
    Peer peer = sent(query, asManyAsArrive());
    peer.socket().send(ClientFrame.close(1000).bytes());
    peer.socket().finish();
    if (target().tls()) {
      // A close_notify ends TLS both ways (RFC 5246, 7.2.1), and discards what is to be sent.
      peer.socket().drain();
    } else {
      peer.expectCloseInTheEnd(1000);
    }
    peer.close();
    assertGivenBack();
  }

  /**
   * Over TLS the server's window is smaller, and an end behind what it has no room for is not sent.
   */
  private int asManyAsArrive() {
    return target().tls() ? 15 : 25;
  }

  /** Above a MiB nothing more is read. */
  private Peer sent(String query, int frames) {
    Peer peer = open("/ws?" + query);
    for (int i = 0; i < frames; i++) {
      peer.socket().send(FRAME);
    }
    RawSocket.pause(300);
    return peer;
  }

  private static void assertGivenBack() throws Exception {
    for (int left = 100; metric("echosounder_held_bytes") != 0; left--) {
      assertTrue(left > 0, "held: " + metric("echosounder_held_bytes"));
      RawSocket.pause(20);
    }
  }
}
