package io.github.echosounder.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With traces switched on a handshake is one span, ended when it is answered. */
@QuarkusTest
@TestProfile(HandshakeTracesTest.Traced.class)
class HandshakeTracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  /** An instance that keeps its spans to itself. */
  public static class Traced implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.otel.sdk.disabled", "false",
          "quarkus.otel.traces.exporter", "none",
          "echosounder.subprotocols", "chat");
    }
  }

  @ApplicationScoped
  static class Exporter {
    @Produces
    @Singleton
    InMemorySpanExporter exporter() {
      return InMemorySpanExporter.create();
    }

    @Produces
    @Singleton
    SpanProcessor processor(InMemorySpanExporter exporter) {
      return SimpleSpanProcessor.create(exporter);
    }
  }

  @Inject
  @SuppressWarnings("NullAway.Init")
  InMemorySpanExporter spans;

  @Inject
  @SuppressWarnings("NullAway.Init")
  OpenTelemetry telemetry;

  @TestHTTPResource
  @SuppressWarnings("NullAway.Init")
  URI home;

  @BeforeEach
  void forget() {
    spans.reset();
  }

  @Test
  void anAcceptedHandshakeIsASpanBelowThatOfTheClient() throws Exception {
    try (Peer peer =
        Peer.open(
            connect(),
            Handshake.to("/ws?label=secret-1")
                .with("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .with("Sec-WebSocket-Protocol", "chat")
                .with("Sec-WebSocket-Extensions", "permessage-deflate"),
            true)) {
      peer.expectAlive();
      SpanData span = only();
      assertEquals("handshake /ws", span.getName());
      assertEquals(SpanKind.SERVER, span.getKind());
      assertEquals(TRACE, span.getTraceId());
      assertEquals(PARENT, span.getParentSpanId());
      assertEquals(
          Map.of(
              "http.request.method", "GET",
              "url.path", "/ws",
              "http.response.status_code", "101",
              "echosounder.connection.id", peer.head().only("Echosounder-Connection"),
              "echosounder.subprotocol", "chat",
              "echosounder.extensions", "permessage-deflate"),
          attributes(span));
    }
  }

  @Test
  void aRefusedHandshakeIsASpanThatTellsNothingAClientMadeUp() throws Exception {
    try (RawSocket socket = connect()) {
      socket.send(Handshake.to("/made-up").line("MADEUP /made-up HTTP/1.1").bytes());
      assertEquals(501, socket.readHead().status());
    }
    assertEquals(
        Map.of(
            "http.request.method", "_OTHER",
            "url.path", "none",
            "http.response.status_code", "501"),
        attributes(only()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?status=500", "?status=500&after=100ms"})
  void aFailureThatTheClientAskedForIsNoError(String query) throws Exception {
    try (RawSocket socket = connect()) {
      socket.send(Handshake.to("/ws/refuse" + query).bytes());
      try (RawSocket another = connect()) {
        another.send(Handshake.to("/ws").without("Connection").bytes());
        assertEquals(426, another.readHead().status());
      }
      assertEquals(500, socket.readHead().status());
    }
    SpanData span = named("handshake /ws/refuse");
    assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
    assertEquals(
        Map.of(
            "http.request.method", "GET",
            "url.path", "/ws/refuse",
            "http.response.status_code", "500",
            "echosounder.asked_for", "true"),
        attributes(span));
  }

  @Test
  void aFailureThatNeverWasSentHasNoStatus() throws Exception {
    try (RawSocket socket = connect()) {
      // An end in order: a reset could overtake the request.
      socket.send(Handshake.to("/ws/refuse?status=500&after=60s").bytes());
    }
    assertEquals(
        Map.of(
            "http.request.method", "GET",
            "url.path", "/ws/refuse",
            "echosounder.asked_for", "true"),
        attributes(named("handshake /ws/refuse")));
  }

  @Test
  void nothingButHandshakesIsTraced() throws Exception {
    try (RawSocket socket = connect()) {
      socket.send("GET /api/info HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(ISO_8859_1));
      assertEquals(200, socket.readHead().status());
    }
    try (RawSocket socket = connect()) {
      socket.send(Handshake.to("/ws").without("Connection").bytes());
      assertEquals(426, socket.readHead().status());
    }
    assertEquals("handshake /ws", only().getName());
  }

  /** Metrics that nobody reads would delay the end of the process by seconds. */
  @Test
  void neitherMetricsNorLogsAreGatheredBesideTraces() {
    String sdk = telemetry.toString();
    assertTrue(sdk.contains("metricReaders=[]"), sdk);
    assertTrue(sdk.contains("logRecordProcessor=NoopLogRecordProcessor"), sdk);
  }

  private RawSocket connect() {
    return RawSocket.connect(new Target(home.getHost(), home.getPort(), false));
  }

  /** Spans are exported a little later, in order. */
  private SpanData only() throws InterruptedException {
    return only(span -> true);
  }

  private SpanData named(String name) throws InterruptedException {
    return only(span -> span.getName().equals(name));
  }

  private SpanData only(Predicate<SpanData> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    List<SpanData> all = List.of();
    while (all.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(20);
      all = spans.getFinishedSpanItems().stream().filter(wanted).toList();
    }
    assertEquals(1, all.size(), all.toString());
    return all.get(0);
  }

  private static Map<String, String> attributes(SpanData span) {
    Map<String, String> attributes = new TreeMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value.toString()));
    return attributes;
  }
}
