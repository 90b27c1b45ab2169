package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.verdicts.Asked;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Each cause of an end, produced on a real socket, and what is told of it afterwards. */
@QuarkusTest
@TestProfile(CausesTest.Quick.class)
class CausesTest extends WireTest {

  public static class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new RulesOverTlsTest.Tls().getConfigOverrides());
      settings.putAll(
          Map.of(
              "echosounder.idle-timeout", "1s",
              "echosounder.close-timeout", "500ms",
              "echosounder.ping-interval", "100ms",
              "echosounder.max-held-memory", "1M",
              "echosounder.drain.rehearsal", "true",
              "echosounder.drain.routing-grace", "0s",
              "echosounder.drain.window", "100ms",
              "echosounder.verdicts.list", "true"));
      settings.putAll(
          Map.of(
              "echosounder.verdicts.pod", "echo-1",
              "echosounder.verdicts.node", "node-1",
              "echosounder.verdicts.zone", "zone-1"));
      return settings;
    }
  }

  private final Asked asked = new Asked(target().authority());

  private static String id(Peer peer) {
    return peer.head().only("Echosounder-Connection");
  }

  private JsonNode ended(Peer peer) {
    return asked.ended(id(peer));
  }

  /** Cause, code and what went which way, in order. */
  private static String told(JsonNode known) {
    JsonNode verdict = known.get("verdict");
    StringBuilder told = new StringBuilder(verdict.get("initiator").asText());
    told.append(' ').append(verdict.get("cause").asText());
    told.append(' ').append(verdict.get("code").asInt());
    verdict
        .get("closeFrames")
        .forEach(frame ->
            told.append(", ")
                .append(frame.get("direction").asText())
                .append(' ')
                .append(frame.get("code").asInt()));
    return told.append(verdict.get("clean").asBoolean() ? ", clean" : "").toString();
  }

  /** Skips the pings that this server sends. */
  private static void awaitClose(Peer peer, int code) {
    var frame = peer.frame();
    while (frame.opcode() == Opcode.PING) {
      frame = peer.frame();
    }
    assertEquals(code, frame.closeCode(), frame.toString());
  }

  @Test
  void aClientThatClosesIsClientClose() {
    Peer peer = open();
    peer.send(close(4000, "done"));
    awaitClose(peer, 4000);
    peer.close();
    assertEquals("client client-close 4000, received 4000, sent 4000, clean", told(ended(peer)));
    Peer empty = open();
    empty.send(close());
    awaitClose(empty, 1005);
    empty.close();
    assertEquals("client client-close 1005, received 1005, sent 1005, clean", told(ended(empty)));
  }

  @Test
  void anEndThatTheQueryAskedForIsKnob() {
    Peer closed = open("/ws?close-after=1ms&close-code=4001&label=knob-closed");
    awaitClose(closed, 4001);
    closed.send(close(4001));
    closed.close();
    JsonNode known = ended(closed);
    assertEquals("server knob 4001, sent 4001, received 4001, clean", told(known));
    assertEquals("knob-closed", known.path("label").asText());
    Peer cut = open("/ws?end-after=1ms");
    cut.socket().drain();
    cut.close();
    assertEquals("server knob 1006", told(ended(cut)));
    Peer reset = open("/ws?reset-after=1ms");
    reset.socket().drain();
    assertEquals("server knob 1006", told(ended(reset)));
  }

  @Test
  void aClientThatBreaksTheProtocolIsProtocolError() {
    Peer peer = open();
    peer.socket().send(hex("83 80 00 00 00 00"));
    awaitClose(peer, 1002);
    peer.close();
    assertEquals("server protocol-error 1002, sent 1002", told(ended(peer)));
  }

  @Test
  void textThatIsNoUtf8IsInvalidPayload() {
    Peer peer = open();
    peer.send(text(hex("ff")));
    awaitClose(peer, 1007);
    peer.close();
    assertEquals("server invalid-payload 1007, sent 1007", told(ended(peer)));
  }

  @Test
  void aFrameAboveTheLimitIsTooBig() {
    Peer peer = open();
    peer.socket().send(binary(new byte[0]).announcing(1L << 30).header());
    awaitClose(peer, 1009);
    peer.close();
    assertEquals("server too-big 1009, sent 1009", told(ended(peer)));
  }

  @Test
  void aClientThatIsSilentIsIdleAndTheOrderOfTheClosesIsTold() {
    Peer peer = open();
    awaitClose(peer, 1001);
    peer.send(close(1001));
    peer.close();
    JsonNode known = ended(peer);
    assertEquals("server idle 1001, sent 1001, received 1001, clean", told(known));
    assertTrue(known.get("ageSeconds").asDouble() >= 1, known.toString());
    assertEquals("echo-1", known.at("/server/pod").asText());
    assertEquals("node-1", known.at("/server/node").asText());
    assertEquals("zone-1", known.at("/server/zone").asText());
  }

  @Test
  void unfinishedFramesBeyondTheMemoryOfAllAreHeldMemory() {
    byte[] most = slice(binary(noise(64_000, 1)).bytes(), 0, 63_000);
    for (int i = 0; i < 20; i++) {
      open().socket().send(most);
    }
    JsonNode known = awaitOne("held-memory");
    assertEquals("server held-memory 1013, sent 1013", told(known));
  }

  @Test
  void repliesBeyondTheMemoryOfAllOrNotTakenInTimeAreSlowReader() {
    Peer peer = open();
    Flood flood = Flood.start(peer.socket(), i -> binary(noise(60_000, 1)).bytes(), 2000);
    JsonNode known = ended(peer);
    flood.stop();
    assertEquals("server slow-reader 1006", told(known));
  }

  @Test
  void tcpThatEndsWithoutACloseIsTcpEndOfTheNetwork() {
    Peer peer = open();
    peer.socket().finish();
    peer.socket().drain();
    assertEquals("network tcp-end 1006", told(ended(peer)));
  }

  @Test
  void tcpThatIsResetIsTcpResetOfTheNetwork() {
    Peer peer = open();
    peer.socket().reset();
    assertEquals("network tcp-reset 1006", told(ended(peer)));
  }

  @Test
  void aTlsRecordThatCannotBeReadIsTls() {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-ssl-port", Integer.class);
    RawSocket socket = keep(RawSocket.connect(new Target("127.0.0.1", port, true)));
    Peer peer = keep(Peer.open(socket, Handshake.to("/ws"), false));
    byte[] record = new byte[5 + 32];
    System.arraycopy(hex("17 03 03 00 20"), 0, record, 0, 5);
    socket.sendBelowTls(record);
    socket.drain();
    assertEquals("network tls 1006", told(ended(peer)));
  }

  @Test
  void aRehearsedDrainIsDrainWhereItsCloseIsAnsweredAndDrainForcedWhereNot() {
    Peer answers = open();
    Peer silent = open();
    assertEquals(202, asked.send("POST", "/api/drain").statusCode());
    awaitClose(answers, 1001);
    answers.send(close(1001));
    answers.close();
    assertEquals("server drain 1001, sent 1001, received 1001, clean", told(ended(answers)));
    assertEquals("server drain-forced 1001, sent 1001", told(ended(silent)));
    for (int left = 500; asked.get("/api/drain").body().contains("\"draining\":true"); left--) {
      assertTrue(left > 0, "the rehearsal does not end");
      RawSocket.pause(20);
    }
  }

  @Test
  void theRoundTripsOfPingsAreTold() {
    Peer peer = open();
    for (int i = 0; i < 2; i++) {
      peer.send(ClientFrame.of(10, peer.frame().payload()));
    }
    JsonNode known = asked.await(id(peer), now -> now.at("/roundTrips/count").asInt() >= 2);
    JsonNode times = known.get("roundTrips");
    long least = times.get("leastMicros").asLong();
    long most = times.get("mostMicros").asLong();
    assertTrue(0 < least && least <= most, times.toString());
    for (String between : new String[] {"lastMicros", "meanMicros"}) {
      long value = times.get(between).asLong();
      assertTrue(least <= value && value <= most, times.toString());
    }
  }

  @Test
  void everybodysAreListedWhereTheSettingAllowsItOpenOnesAndEnds() {
    Peer gone = open();
    gone.send(close(1000));
    awaitClose(gone, 1000);
    gone.close();
    ended(gone);
    Peer open = open();
    JsonNode list = asked.connections("");
    assertEquals(id(open), list.get(0).get("id").asText());
    assertTrue(list.toString().contains(id(gone)), list.toString());
    RawSocket socket = connect();
    socket.send(Handshake.to("/ws").without("Upgrade").bytes());
    String request = socket.readHead().only("Echosounder-Request");
    assertEquals(request, asked.refusals("").get(0).get("id").asText());
  }

  @Test
  void theIdOfARefusalIsInItsLineOfTheLog() {
    try (LogLines log = LogLines.listen()) {
      RawSocket socket = connect();
      socket.send(Handshake.to("/ws").without("Upgrade").bytes());
      String request = socket.readHead().only("Echosounder-Request");
      assertTrue(log.about(socket, "status=426").contains(" id=" + request + " "));
    }
  }

  // --------------------------------------------------- a proxy in between

  @Test
  void aProxyThatCutsAfterSilenceIsTheNetworksAndTheLastActivityTellsForHowLong() throws Exception {
    try (MeddlingProxy proxy = MeddlingProxy.cuttingAfter(500, target())) {
      Peer peer = through(proxy);
      peer.socket().drain();
      JsonNode known = ended(peer);
      assertEquals("network tcp-end 1006", told(known));
      Instant heard = Instant.parse(known.at("/received/last").asText());
      assertFalse(heard.plusMillis(100).isAfter(Instant.parse(known.get("ended").asText())));
    }
  }

  @Test
  void aProxyThatResetsIsTheNetworks() throws Exception {
    try (MeddlingProxy proxy = MeddlingProxy.resetting(target())) {
      Peer peer = through(proxy);
      peer.send(text("this is too much for it"));
      peer.socket().drain();
      assertEquals("network tcp-reset 1006", told(ended(peer)));
    }
  }

  @Test
  void aProxyThatReplacesTheClientsCloseIsSeenInWhatWasReceived() throws Exception {
    try (MeddlingProxy proxy = MeddlingProxy.replacingCloses(1001, target())) {
      Peer peer = through(proxy);
      peer.send(close(4321, "mine"));
      awaitClose(peer, 1001);
      peer.close();
      assertEquals("client client-close 1001, received 1001, sent 1001, clean", told(ended(peer)));
    }
  }

  private Peer through(MeddlingProxy proxy) {
    RawSocket socket = keep(RawSocket.connect(new Target("127.0.0.1", proxy.port(), false)));
    return keep(Peer.open(socket, Handshake.to("/ws"), false));
  }

  private JsonNode awaitOne(String cause) {
    for (int left = 500; left > 0; left--) {
      for (JsonNode known : asked.connections("")) {
        if (known.at("/verdict/cause").asText().equals(cause)) {
          return known;
        }
      }
      RawSocket.pause(20);
    }
    throw new AssertionError("no connection ended for " + cause);
  }
}
