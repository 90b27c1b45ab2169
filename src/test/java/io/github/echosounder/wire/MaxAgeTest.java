package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.CLOSE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.observe.Scrape;
import io.github.echosounder.verdicts.Asked;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest age of a connection, which is unlimited by default, at 300 ms. */
@QuarkusTest
@TestProfile(MaxAgeTest.Young.class)
class MaxAgeTest extends WireTest {
  public static class Young implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "echosounder.max-connection-age", "300ms",
          "echosounder.close-timeout", "2s",
          "echosounder.reply-prefix", "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void anOldConnectionIsClosedWith1001AndToldToConnectAgain(String path) {
    Peer peer = open(path);
    ServerFrame close = peer.frame();
    assertEquals(1001, close.closeCode(), close.toString());
    assertTrue(close.closeReason().contains("connect again"), close.toString());
    peer.send(close(1001));
    assertTrue(peer.socket().ends(), "bytes after the Close");
  }

  @Test
  void tcpEndsEvenIfTheCloseIsNotAnswered() {
    open().expectClose(1001);
  }

  @Test
  void aCloseForAgeIsCountedAsTheServersForItsAgeAndAsNothingElse() throws Exception {
    Map<String, Double> before = closes();
    for (String path : new String[] {"/", "/ws"}) {
      Peer peer = open(path);
      assertEquals(1001, peer.frame().closeCode());
      peer.send(close(1001));
      peer.socket().drain();
    }
    before.merge("{cause=age, code=1001, initiator=server}", 2.0, Double::sum);
    Map<String, Double> after = closes();
    for (int i = 0; i < 200 && sum(after) < sum(before); i++) {
      RawSocket.pause(20);
      after = closes();
    }
    assertEquals(before, after);
  }

  @Test
  void theVerdictOfAnOldConnectionIsItsAge() {
    Peer peer = open();
    assertEquals(1001, peer.frame().closeCode());
    peer.close();
    String id = peer.head().only("Echosounder-Connection");
    JsonNode verdict = new Asked(target().authority()).ended(id).get("verdict");
    assertEquals("age", verdict.get("cause").asText());
    assertEquals("server", verdict.get("initiator").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void theCloseWaitsForTheLastFragmentAndComesBehindTheEcho(String path) {
    Peer peer = openAndSend(path, text("begun young, ").unfinished().bytes());
    outlive();
    peer.send(ping("amid"));
    peer.expectPong("amid");
    peer.send(continuation("ended old"));
    peer.expectText("begun young, ended old");
    peer.expectClose(1001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void theCloseWaitsForTheRestOfAFrameAndComesBehindItsEcho(String path) {
    byte[] payload = Bytes.noise(1_000, 1);
    byte[] frame = ClientFrame.binary(payload).bytes();
    Peer peer = openAndSend(path, Bytes.slice(frame, 0, 500));
    outlive();
    peer.socket().send(Bytes.slice(frame, 500, frame.length));
    peer.expect(BINARY, payload);
    peer.expectClose(1001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void aMessageThatIsNeverEndedIsNotWaitedForLongerThanACloseIs(String path) {
    Peer peer = openAndSend(path, text("begun, ").unfinished().bytes());
    peer.expectCloseAfterPartOf(utf8("begun, "), 1001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void theCloseOfAConnectionThatIsNeverQuietComesBetweenTwoEchoes(String path) {
    Peer peer = open(path);
    int ahead = 5;
    for (int i = 0; i < ahead; i++) {
      peer.send(numbered(i));
    }
    ServerFrame answer = peer.frame();
    for (int i = 0; answer.opcode() != CLOSE; i++) {
      assertArrayEquals(numbered(i).payload(), answer.payload(), "echo " + i);
      peer.send(numbered(i + ahead));
      answer = peer.frame();
    }
    assertEquals(1001, answer.closeCode());
    peer.send(close(1001));
    assertTrue(peer.socket().ends(), "bytes after the Close");
  }

  /** In one segment, so that no pause of this machine lets the connection age in between. */
  private Peer openAndSend(String path, byte[] bytes) {
    RawSocket socket = connect();
    socket.send(Bytes.join(handshake(path).bytes(), bytes));
    return keep(Peer.opened(socket, false));
  }

  private static ClientFrame numbered(int i) {
    return text(utf8("message " + i));
  }

  /** Two lives one after the other last longer than any one, however the jitter falls. */
  private void outlive() {
    for (int i = 0; i < 2; i++) {
      Peer other = open();
      assertEquals(1001, other.frame().closeCode());
    }
  }

  private Map<String, Double> closes() throws Exception {
    var metrics = new URI("http://" + target().authority() + "/metrics");
    return Scrape.of(metrics).own().stream()
        .filter(sample -> sample.name().equals("echosounder_closes_total"))
        .map(sample -> Map.entry(sample.labels().toString(), sample.value()))
        .collect(Collectors.toMap(Entry::getKey, Entry::getValue, Double::sum, TreeMap::new));
  }

  private static double sum(Map<String, Double> counts) {
    return counts.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
