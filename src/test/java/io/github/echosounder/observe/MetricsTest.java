package io.github.echosounder.observe;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.Promtool;
import io.github.echosounder.observe.Scrape.Sample;
import io.github.echosounder.session.Cause;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `/metrics` after traffic: these names, types and labels, and no label that a client chose. */
@QuarkusTest
class MetricsTest {

  private static final String ENDPOINT = "endpoint=(/|/ws|/ws/inspect|/ws/stream|/ws/sink)";
  private static final String COUNTS = "direction=(in|out) type=(binary|text)";

  /** What each metric is: its type, and what its labels may say. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("echosounder_connections_open", "gauge " + ENDPOINT),
          Map.entry("echosounder_connections_max", "gauge"),
          Map.entry(
              "echosounder_handshakes_total",
              "counter endpoint=(/|/ws|/ws/inspect|/ws/stream|/ws/sink|/ws/refuse|none) (result=(accepted|refused)"
                  + " status=(none|101|400|403|404|405|408|414|426|431|500|501|503|505)"
                  + "|result=asked-for status=(none|101|4xx|5xx))"),
          Map.entry(
              "echosounder_closes_total",
              "counter cause=("
                  + Stream.of(Cause.values()).map(Cause::label).collect(joining("|"))
                  + ") code=(10(0[0-35-9]|1[0-4])|3xxx|4xxx) initiator=(client|server|network)"),
          Map.entry("echosounder_refusals_pending", "gauge"),
          Map.entry("echosounder_held_bytes", "gauge"),
          Map.entry("echosounder_held_max_bytes", "gauge"),
          Map.entry("echosounder_messages_total", "counter " + COUNTS),
          Map.entry("echosounder_bytes_total", "counter " + COUNTS),
          Map.entry("echosounder_compression_ratio", "gauge"),
          Map.entry("echosounder_draining", "gauge"),
          Map.entry("echosounder_drain_remaining", "gauge"),
          Map.entry("echosounder_drain_ends_total", "counter outcome=(clean|forced)"),
          Map.entry("echosounder_connection_age_seconds", "histogram"),
          Map.entry("echosounder_connection_age_seconds_max", "gauge"),
          Map.entry("echosounder_message_size_bytes", "histogram"),
          Map.entry("echosounder_echo_seconds", "histogram"),
          Map.entry("echosounder_ping_rtt_seconds", "histogram"),
          Map.entry("echosounder_backpressure_seconds", "histogram"));

  @TestHTTPResource("/metrics")
  @SuppressWarnings("NullAway.Init")
  URI metrics;

  @Test
  void theMetricsHaveTheseNamesAndTypesAndNoOthers() throws Exception {
    disturb("first");
    Map<String, String> types = new TreeMap<>(Scrape.of(metrics).types());
    types.keySet().removeIf(name -> !name.startsWith("echosounder_"));
    Map<String, String> expected = new TreeMap<>();
    KNOWN.forEach((name, what) -> expected.put(name, what.replaceFirst(" .*", "")));
    assertEquals(expected, types);
  }

  @Test
  void theMetricsAreServedAtThisOnePathAlone() throws Exception {
    HttpResponse<String> elsewhere =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(metrics.resolve("/q/metrics")).build(),
                BodyHandlers.ofString());
    assertEquals(404, elsewhere.statusCode(), elsewhere.body());
  }

  @Test
  void everyLabelSaysWhatIsFixedBeforehand() throws Exception {
    disturb("second");
    for (Sample sample : Scrape.of(metrics).own()) {
      String family = sample.name().replaceFirst("_(bucket|sum|count)$", "");
      Map<String, String> labels = new TreeMap<>(sample.labels());
      assertEquals(sample.name().endsWith("_bucket"), labels.remove("le") != null, sample.name());
      String known = KNOWN.getOrDefault(family, "nothing known");
      StringBuilder seen = new StringBuilder(known.replaceFirst(" .*", ""));
      labels.forEach((name, value) -> seen.append(' ').append(name).append('=').append(value));
      assertTrue(seen.toString().matches(known), sample + " is not: " + known);
    }
  }

  @Test
  void noClientMakesAnotherSeries() throws Exception {
    disturb("these");
    Set<String> before = Scrape.of(metrics).series();
    disturb("those");
    assertEquals(before, Scrape.of(metrics).series());
  }

  @Test
  void anOpenWebSocketIsCountedAsOneAndNotAsAnHttpRequest() throws Exception {
    Scrape before = Scrape.of(metrics);
    double open = before.sum("echosounder_connections_open");
    try (Peer peer = Peer.open(RawSocket.connect(target()), Handshake.to("/ws"), false)) {
      peer.expectAlive();
      Scrape during = Scrape.of(metrics);
      assertEquals(open + 1, during.sum("echosounder_connections_open"));
      peer.send(ClientFrame.close(1000));
      peer.expectClose(1000);
    }
    awaitCloses(1 + sumOfCloses(before));
    Scrape after = Scrape.of(metrics);
    assertEquals(open, after.sum("echosounder_connections_open"));
    for (Sample sample : after.samples()) {
      assertFalse(sample.name().contains("http"), sample.name());
    }
  }

  @Test
  void prometheusFindsNothingToComplainOf(@TempDir Path directory) throws Exception {
    Promtool promtool = Promtool.installed();
    disturb("last");
    Path scraped = directory.resolve("metrics.txt");
    Files.writeString(scraped, Scrape.of(metrics).text());
    promtool.run(scraped, "check", "metrics");
  }

  /** All that a client can choose, chosen oddly: paths, headers, frames, close codes. */
  private void disturb(String word) throws Exception {
    double closes = sumOfCloses(Scrape.of(metrics));
    refused(Handshake.to("/" + word));
    refused(Handshake.to("/ws/" + word + "?" + word + "=\"}"));
    refused(Handshake.to("/ws?" + word));
    refused(Handshake.to("/ws").replacing("Sec-WebSocket-Version", "12"));
    refused(Handshake.to("/ws").replacing("Sec-WebSocket-Key", word));
    refused(Handshake.to("/ws").line(word.toUpperCase(Locale.ROOT) + " /ws HTTP/1.1"));
    refused(Handshake.to("/").without("Connection"));
    refused(Handshake.to("/ws/refuse?status=418&body=" + word));
    refused(Handshake.to("/ws/refuse?status=599"));
    refused(Handshake.to("/ws/refuse?" + word + "=" + word));
    int ends = 0;
    int chosen = Math.floorMod(word.hashCode(), 900);
    for (int code : new int[] {1000, 1001, 1014, 3001 + chosen, 4001 + chosen, 4999}) {
      Handshake odd =
          Handshake.to("/ws?label=label-" + Math.floorMod(word.hashCode(), 1_000_000))
              .with("Sec-WebSocket-Protocol", word)
              .with("Origin", "no origin " + word)
              .with("Sec-WebSocket-Extensions", "permessage-deflate, x-" + word);
      try (Peer peer = Peer.open(RawSocket.connect(target()), odd, true)) {
        peer.sendMessage(Opcode.TEXT, Bytes.utf8(word.repeat(code)));
        peer.expectText(word.repeat(code));
        peer.send(ClientFrame.close(code, word));
        peer.expectClose(code);
      }
      ends++;
    }
    for (int code : new int[] {999, 1005, 1999, 2999, 5000, 65_535}) {
      try (Peer peer = Peer.open(RawSocket.connect(target()), Handshake.to("/"), false)) {
        peer.send(ClientFrame.binary(Bytes.utf8(word)), ClientFrame.close(code));
        peer.expect(Opcode.BINARY, Bytes.utf8(word));
        peer.expectClose(1002);
      }
      ends++;
    }
    awaitCloses(closes + ends);
  }

  @Test
  void aHandshakeWithoutAHostIsCountedToo() throws Exception {
    double before = refusedAtWs();
    refused(Handshake.to("/ws").without("Host"));
    assertEquals(before + 1, refusedAtWs());
  }

  private double refusedAtWs() throws Exception {
    return Scrape.of(metrics).samples().stream()
        .filter(sample -> sample.name().equals("echosounder_handshakes_total"))
        .filter(sample -> "/ws".equals(sample.labels().get("endpoint")))
        .filter(sample -> "400".equals(sample.labels().get("status")))
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }

  private void refused(Handshake handshake) {
    try (RawSocket socket = RawSocket.connect(target())) {
      socket.send(handshake.bytes());
      assertTrue(socket.readHead().status() >= 400);
    }
  }

  private Target target() {
    return new Target(metrics.getHost(), metrics.getPort(), false);
  }

  private static double sumOfCloses(Scrape scrape) {
    return scrape.sum("echosounder_closes_total");
  }

  /** An end is counted when TCP has ended on the server's side as well. */
  private void awaitCloses(double count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (sumOfCloses(Scrape.of(metrics)) < count) {
      assertTrue(System.nanoTime() < deadline, "not all ends were counted");
      Thread.sleep(20);
    }
  }
}
