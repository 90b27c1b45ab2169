package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.observe.Scrape;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.verdicts.Asked;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of known traffic: in metrics, in the log and in verdicts the same true values. */
@QuarkusTest
@TestProfile(ToldValuesTest.Alone.class)
class ToldValuesTest extends WireTest {

  /** In an application that no other test has left a connection in. */
  public static class Alone implements QuarkusTestProfile {}

  private static final String PREFIX = "接收数据: ";

  @Inject
  @SuppressWarnings("NullAway.Init")
  HeldMemory memory;

  /** The ends of those of an earlier test are counted by then. */
  @BeforeEach
  void nobodyIsThere() throws Exception {
    awaitMetric("echosounder_connections_open", 0);
  }

  private static double value(Scrape scrape, String name, Map<String, String> labels) {
    return scrape.samples().stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }

  private static void assertRise(
      double by, Scrape before, Scrape after, String name, Map<String, String> labels) {
    assertEquals(by, value(after, name, labels) - value(before, name, labels), 1e-9, name + labels);
  }

  private static void assertTraffic(
      Scrape before, String type, String direction, int messages, int bytes) throws Exception {
    var labels = Map.of("type", type, "direction", direction);
    Scrape after = scrape();
    assertRise(messages, before, after, "echosounder_messages_total", labels);
    assertRise(bytes, before, after, "echosounder_bytes_total", labels);
  }

  private Asked api() {
    return new Asked(target().host() + ":" + target().port());
  }

  private JsonNode known(Peer peer) {
    return api().connection(peer.head().only("Echosounder-Connection"));
  }

  private static void assertDirection(JsonNode known, String way, int messages, int bytes) {
    assertEquals(messages, known.get(way).get("messages").asInt(), known.toString());
    assertEquals(bytes, known.get(way).get("bytes").asInt(), known.toString());
  }

  @Test
  void aTextAndABinaryMessageAreCountedEachByItsKindWithItsBytes() throws Exception {
    Scrape before = scrape();
    Peer peer = open("/");
    peer.sendMessage(TEXT, utf8("äb"));
    peer.expectText(PREFIX + "äb");
    peer.sendMessage(BINARY, new byte[500]);
    peer.expect(BINARY, new byte[500]);
    peer.sendMessage(TEXT, utf8(""));
    peer.expectText(PREFIX);
    int prefix = utf8(PREFIX).length;
    assertTraffic(before, "text", "in", 2, 3);
    assertTraffic(before, "text", "out", 2, 3 + 2 * prefix);
    assertTraffic(before, "binary", "in", 1, 500);
    assertTraffic(before, "binary", "out", 1, 500);
    assertDirection(known(peer), "received", 3, 503);
    assertDirection(known(peer), "sent", 3, 503 + 2 * prefix);
  }

  @Test
  void repliesOfAKnobAreCountedAsTheyLeave() throws Exception {
    Scrape before = scrape();
    Peer peer = open("/ws?duplicate=1");
    peer.sendMessage(TEXT, utf8("twice"));
    peer.expectText("twice");
    peer.expectText("twice");
    peer.sendMessage(BINARY, new byte[7]);
    peer.expect(BINARY, new byte[7]);
    peer.expect(BINARY, new byte[7]);
    assertTraffic(before, "text", "in", 1, 5);
    assertTraffic(before, "text", "out", 2, 10);
    assertTraffic(before, "binary", "in", 1, 7);
    assertTraffic(before, "binary", "out", 2, 14);
    assertDirection(known(peer), "received", 2, 12);
    assertDirection(known(peer), "sent", 4, 24);
  }

  @Test
  void aMessageOfASizeThatIsABoundIsInTheBucketOfThatBound() throws Exception {
    Scrape before = scrape();
    Peer peer = open();
    for (int size : new int[] {128, 129, 1024}) {
      peer.sendMessage(BINARY, new byte[size]);
      peer.expect(BINARY, new byte[size]);
    }
    Scrape after = scrape();
    String name = "echosounder_message_size_bytes";
    assertRise(1, before, after, name + "_bucket", Map.of("le", "128.0"));
    assertRise(3, before, after, name + "_bucket", Map.of("le", "1024.0"));
    assertRise(3, before, after, name + "_bucket", Map.of("le", "+Inf"));
    assertRise(3, before, after, name + "_count", Map.of());
    assertRise(128 + 129 + 1024, before, after, name + "_sum", Map.of());
  }

  @Test
  void theBoundsOfTimesAreInSeconds() throws Exception {
    assertEquals(
        List.of(5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 5e-3, 0.025, 0.1, 1.0, Double.POSITIVE_INFINITY),
        bounds("echosounder_echo_seconds"));
    assertEquals(
        List.of(5e-4, 1e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, Double.POSITIVE_INFINITY),
        bounds("echosounder_ping_rtt_seconds"));
    assertEquals(
        List.of(1e-3, 0.01, 0.1, 1.0, 10.0, 60.0, Double.POSITIVE_INFINITY),
        bounds("echosounder_backpressure_seconds"));
  }

  private static List<Double> bounds(String name) throws Exception {
    return scrape().samples().stream()
        .filter(sample -> sample.name().equals(name + "_bucket"))
        .map(sample -> String.valueOf(sample.labels().get("le")))
        .map(le -> le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le))
        .toList();
  }

  /** Closes with this code, and waits until that is counted. */
  private Scrape close(int code) throws Exception {
    double before = metric("echosounder_closes_total");
    Peer peer = open();
    peer.send(ClientFrame.close(code));
    peer.expectClose(code == 999 ? 1002 : code);
    peer.close();
    awaitMetric("echosounder_closes_total", before + 1);
    return scrape();
  }

  @Test
  void anEndIsCountedByItsCodeItsCauseAndWhoBeganIt() throws Exception {
    Scrape before = scrape();
    for (int code : new int[] {1000, 3000, 3999, 4000, 4999, 999}) {
      close(code);
    }
    Scrape after = scrape();
    var client = Map.of("initiator", "client", "cause", "client-close");
    String name = "echosounder_closes_total";
    assertRise(5, before, after, name, client);
    assertRise(1, before, after, name, with(client, "code", "1000"));
    assertRise(2, before, after, name, with(client, "code", "3xxx"));
    assertRise(2, before, after, name, with(client, "code", "4xxx"));
    assertRise(
        1,
        before,
        after,
        name,
        Map.of("initiator", "server", "cause", "protocol-error", "code", "1002"));
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    var more = new HashMap<>(labels);
    more.put(name, value);
    return more;
  }

  @Test
  void theAgeOfAConnectionIsInSeconds() throws Exception {
    Scrape before = scrape();
    long start = System.nanoTime();
    Scrape after = close(1000);
    double seconds = (System.nanoTime() - start) / 1e9;
    String name = "echosounder_connection_age_seconds";
    assertRise(1, before, after, name + "_count", Map.of());
    double age = value(after, name + "_sum", Map.of()) - value(before, name + "_sum", Map.of());
    assertTrue(age > 0 && age <= seconds, age + " within " + seconds);
  }

  @Test
  void aRoundTripIsInSecondsAndOfAConnectionInMicroseconds() throws Exception {
    Scrape before = scrape();
    long start = System.nanoTime();
    Peer peer = open("/ws?ping=100ms");
    for (int i = 0; i < 3; i++) {
      ServerFrame ping = peer.frame();
      RawSocket.pause(10);
      peer.send(ClientFrame.of(0xA, ping.payload()));
    }
    peer.sendMessage(TEXT, utf8("behind"));
    while (peer.frame().opcode() != TEXT) {
      // A ping more.
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Scrape after = scrape();
    String name = "echosounder_ping_rtt_seconds";
    double sum = value(after, name + "_sum", Map.of()) - value(before, name + "_sum", Map.of());
    assertTrue(sum >= 0.03 && sum <= seconds, sum + " within " + seconds);
    JsonNode times = known(peer).get("roundTrips");
    assertEquals(3, times.get("count").asInt(), times.toString());
    for (String which : List.of("leastMicros", "meanMicros", "mostMicros", "lastMicros")) {
      long micros = times.get(which).asLong();
      assertTrue(micros >= 10_000 && micros <= seconds * 1e6, which + " in " + times);
    }
  }

  @Test
  void theRatioIsThatOfInflatedBytesToThoseOnTheWire() throws Exception {
    Handshake offer = Handshake.to("/ws").with("Sec-WebSocket-Extensions", "permessage-deflate");
    Peer peer = keep(Peer.open(connect(), offer, true));
    for (int i = 0; i < 20; i++) {
      peer.sendMessage(TEXT, new byte[1 << 20]);
      peer.expect(TEXT, new byte[1 << 20]);
    }
    double ratio = metric("echosounder_compression_ratio");
    assertTrue(ratio > 1, "ratio " + ratio);
  }

  @Test
  void theLimitsAreTheSettings() throws Exception {
    assertEquals((double) memory.limit(), metric("echosounder_held_max_bytes"));
    assertEquals(10_000, metric("echosounder_connections_max"));
  }

  @Test
  void handshakesAreCountedByWhatWasAnswered() throws Exception {
    Scrape before = scrape();
    open();
    assertEquals(404, status("/nowhere"));
    assertEquals(418, status("/ws/refuse?status=418"));
    assertEquals(502, status("/ws/refuse?status=502"));
    assertEquals(503, status("/ws/refuse?status=503"));
    Scrape after = scrape();
    String name = "echosounder_handshakes_total";
    assertRise(5, before, after, name, Map.of());
    assertRise(1, before, after, name, Map.of("result", "accepted", "endpoint", "/ws"));
    assertRise(1, before, after, name, Map.of("result", "refused", "status", "404"));
    assertRise(1, before, after, name, Map.of("result", "asked-for", "status", "4xx"));
    assertRise(2, before, after, name, Map.of("result", "asked-for", "status", "5xx"));
  }

  private int status(String path) {
    RawSocket socket = connect();
    socket.send(Handshake.to(path).bytes());
    ResponseHead head = socket.readHead();
    socket.readBody(head);
    return head.status();
  }

  @Test
  void aFailureThatWaitsIsCountedUntilItsClientLeaves() throws Exception {
    assertEquals(0, metric("echosounder_refusals_pending"));
    RawSocket socket = connect();
    socket.send(Handshake.to("/ws/refuse?hang").bytes());
    awaitMetric("echosounder_refusals_pending", 1);
    socket.close();
    awaitMetric("echosounder_refusals_pending", 0);
  }

  @Test
  void theLogTellsTheMessagesEachWayTheCodeAndTheAge() {
    try (LogLines lines = LogLines.listen()) {
      Peer peer = open("/ws?drop=1&pong=on");
      String id = peer.head().only("Echosounder-Connection");
      for (int i = 0; i < 3; i++) {
        peer.sendMessage(TEXT, utf8("lost"));
      }
      peer.send(ClientFrame.close(4001, "enough"));
      peer.expectClose(4001);
      peer.close();
      String line = lines.about("closed id=" + id);
      String age = "after=(\\d{1,3}ms|\\d{1,2}\\.\\ds) ";
      assertTrue(
          line.matches(
              "closed id="
                  + id
                  + " code=4001 by=client cause=client-close "
                  + age
                  + "in=3 out=0 reason=\"enough\""),
          line);
      assertEquals(404, status("/nowhere"));
      assertTrue(lines.about("refused endpoint=none").contains(" status=404 "));
      status("/ws/refuse?status=431");
      assertTrue(lines.about("refused endpoint=/ws/refuse").contains(" status=431 "));
    }
  }

  @Test
  void theLogTellsTheRepliesThatWent() {
    try (LogLines lines = LogLines.listen()) {
      Peer peer = open("/ws?duplicate=1");
      String id = peer.head().only("Echosounder-Connection");
      peer.sendMessage(TEXT, utf8("twice"));
      peer.expectText("twice");
      peer.expectText("twice");
      peer.send(ClientFrame.close(1000));
      peer.expectClose(1000);
      peer.close();
      String line = lines.about("closed id=" + id);
      assertTrue(line.contains(" in=1 out=2 "), line);
    }
  }

  @Test
  void aVerdictsTimesAreWithinTheLifeOfItsConnection() throws Exception {
    Peer peer = open();
    RawSocket.pause(50);
    peer.expectAlive();
    JsonNode known = known(peer);
    Instant opened = Instant.parse(known.get("opened").asText());
    Instant asOf = Instant.parse(known.get("asOf").asText());
    for (String way : List.of("received", "sent")) {
      Instant last = Instant.parse(known.get(way).get("last").asText());
      assertFalse(last.isBefore(opened.plusMillis(40)), known.toString());
      assertFalse(last.isAfter(asOf.plusMillis(1000)), known.toString());
    }
    double age = known.get("ageSeconds").asDouble();
    double life = Duration.between(opened, asOf).toMillis() / 1e3;
    assertEquals(life, age, 1, known.toString());
  }

  @Test
  void openMetricsIsServedToWhoAsksForItAndPrometheusOwnFormatToOthers() throws Exception {
    String types = "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5";
    String open = metrics(types);
    assertTrue(open.endsWith("# EOF\n"), open.substring(Math.max(0, open.length() - 200)));
    assertFalse(metrics("text/plain").contains("# EOF"));
    assertFalse(metrics("*/*").contains("# EOF"));
  }

  private String metrics(String accept) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target().port() + "/metrics"))
            .header("Accept", accept)
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    assertEquals(
        accept.startsWith("application/openmetrics-text"),
        type.startsWith("application/openmetrics-text"),
        type);
    return answer.body();
  }
}
