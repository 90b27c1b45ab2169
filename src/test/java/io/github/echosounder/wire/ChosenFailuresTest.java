package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.verdicts.Asked;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** `/ws/refuse` answers as its query says, wherever the handshake was read. */
@QuarkusTest
class ChosenFailuresTest extends WireTest {

  /** How a handshake comes. */
  enum Way {
    FIRST,
    BYTE_BY_BYTE,
    /** Then HTTP reads it. */
    BEHIND_A_REQUEST,
    AMID_FRAMES
  }

  private static Handshake to(String query) {
    return Handshake.to("/ws/refuse" + query);
  }

  private RawSocket ask(String query) {
    return ask(query, Way.FIRST);
  }

  private RawSocket ask(String query, Way way) {
    RawSocket socket = connect();
    byte[] request = to(query).bytes();
    switch (way) {
      case FIRST -> socket.send(request);
      case BYTE_BY_BYTE -> socket.send(request, IntStream.range(1, request.length).toArray());
      case BEHIND_A_REQUEST -> {
        socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
        socket.readBody(socket.readHead());
        socket.send(request);
      }
      case AMID_FRAMES -> {
        socket.send(join(request, ClientFrame.text("early").bytes()));
        socket.sendAsFarAsItGoes(ClientFrame.text("bird").bytes());
      }
    }
    return socket;
  }

  @ParameterizedTest
  @EnumSource
  void aStatusIsAProblemDocumentAndTheEndOfTcp(Way way) {
    RawSocket socket = ask("", way);
    Problem problem = Problem.read(socket);
    assertEquals("HTTP/1.1 503 Service Unavailable", problem.head().statusLine());
    assertEquals("close", problem.head().only("Connection"));
    assertEquals("no-store", problem.head().only("Cache-Control"));
    assertTrue(problem.detail().contains("asked for status 503"), problem.detail());
    assertTrue(socket.ends());
  }

  @ParameterizedTest
  @EnumSource
  void statusRetryAfterBodyAndDelayAreAsAskedFor(Way way) {
    long start = System.nanoTime();
    RawSocket socket = ask("?status=429&retry-after=7&after=200ms&body=sp%C3%A4ter%0D%0A", way);
    ResponseHead head = socket.readHead();
    assertTrue(System.nanoTime() - start >= 200_000_000);
    assertEquals("HTTP/1.1 429 Too Many Requests", head.statusLine());
    assertEquals("7", head.only("Retry-After"));
    assertEquals("text/plain; charset=utf-8", head.only("Content-Type"));
    assertEquals("später\r\n", new String(socket.readBody(head), UTF_8));
    assertTrue(socket.ends());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 405, 407, 418, 426, 431, 499, 500, 505, 599})
  void aStatusIsAnyFrom400To599(int status) {
    RawSocket socket = ask("?status=" + status);
    assertEquals(status, Problem.read(socket).status());
    assertTrue(socket.ends());
  }

  @Test
  void anUpgradeThatIsRequiredIsNamed() {
    ResponseHead head = ask("?status=426").readHead();
    assertEquals("websocket", head.only("Upgrade"));
    assertEquals("close, Upgrade", head.only("Connection"));
  }

  @Test
  void aBodyMayBeEmpty() {
    RawSocket socket = ask("?body=");
    ResponseHead head = socket.readHead();
    assertEquals("0", head.only("Content-Length"));
    assertTrue(socket.ends());
  }

  @ParameterizedTest
  @EnumSource
  void aWrongAcceptStandsInA101ThatIsRightOtherwise(Way way) {
    RawSocket socket = ask("?accept=wrong&after=50ms", way);
    ResponseHead head = socket.readHead();
    assertEquals("HTTP/1.1 101 Switching Protocols", head.statusLine());
    assertEquals("websocket", head.only("Upgrade"));
    assertEquals("Upgrade", head.only("Connection"));
    assertEquals(28, head.only("Sec-WebSocket-Accept").length());
    assertNotEquals(Handshake.SAMPLE_ACCEPT, head.only("Sec-WebSocket-Accept"));
    assertEquals(List.of(), head.all("Echosounder-Connection"));
    assertTrue(socket.ends());
  }

  @ParameterizedTest
  @EnumSource
  void knobsThatContradictEachOtherAre400(Way way) {
    Problem problem = Problem.read(ask("?hang&status=500", way));
    assertEquals(400, problem.status());
    assertTrue(problem.detail().contains("contradict each other"), problem.detail());
  }

  @Test
  void aRawPercentSignAndRawUtf8AreReadAsMeant() {
    for (Way way : Way.values()) {
      RawSocket socket = connect();
      if (way == Way.BEHIND_A_REQUEST) {
        socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
        socket.readBody(socket.readHead());
      }
      socket.send(
          utf8(
              "GET /ws/refuse?body=100%+接收 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                  + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                  + Handshake.SAMPLE_KEY
                  + "\r\n\r\n"));
      assertEquals("100%+接收", new String(socket.readBody(socket.readHead()), UTF_8));
    }
  }

  @Test
  void aPlainGetIsToldWhatIsMissing() {
    RawSocket socket = connect();
    socket.send(utf8("GET /ws/refuse?status=500 HTTP/1.1\r\nHost: a.example\r\n\r\n"));
    assertEquals(426, Problem.read(socket).status());
  }

  @ParameterizedTest
  @EnumSource(names = {"FIRST", "BEHIND_A_REQUEST"})
  void whatComesMeanwhileIsDropped(Way way) throws Exception {
    RawSocket socket = ask("?after=500ms", way);
    socket.sendAsFarAsItGoes(Bytes.noise(8 << 20, 1));
    assertEquals(503, Problem.read(socket).status());
    socket.drain();
  }

  /** The query chooses the answer to a good handshake and to no other. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST %s HTTP/1.1",
        "HEAD %s HTTP/1.1",
        "MADEUP %s HTTP/1.1",
        "GET %s HTTP/1.0",
        "GET %s HTTP/2.0",
        "GET %s/below HTTP/1.1",
        "GET %s HTTP/1.1\r\nContent-Length: 3",
        "GET %s HTTP/1.1\r\nBad Header",
        "GET %s HTTP/1.1\r\nSec-WebSocket-Extensions: ;;"
      })
  void whatIsNoGoodHandshakeIsAnsweredAsAtTheEcho(String line) {
    assertEquals(answer(line, "/ws"), answer(line, "/ws/refuse"));
  }

  private String answer(String line, String path) {
    RawSocket socket = connect();
    socket.send(Handshake.to(path).line(line.formatted(path)).bytes());
    return socket.readHead().statusLine();
  }

  /** How a client leaves. */
  enum Leaving {
    BY_CLOSING,
    BY_A_RESET,
    /** Whether it still reads cannot be seen. */
    BY_HALF;

    void leave(RawSocket socket) {
      switch (this) {
        case BY_CLOSING -> socket.close();
        case BY_A_RESET -> socket.reset();
        case BY_HALF -> socket.finish();
      }
    }
  }

  static Stream<Arguments> leaving() {
    return Stream.of(Way.values())
        .flatMap(way -> Stream.of(Leaving.values()).map(leaving -> Arguments.of(way, leaving)));
  }

  @ParameterizedTest
  @MethodSource("leaving")
  void whoLeavesMeanwhileIsNoticedAtOnceAndToldAsGone(Way way, Leaving leaving) throws Exception {
    try (LogLines log = LogLines.listen()) {
      for (String query : List.of("?after=60s", "?accept=wrong&after=60s", "?hang")) {
        String label = "leaving-" + System.nanoTime();
        RawSocket socket = ask(query + "&label=" + label, way);
        asked().awaitRefusal(label, known -> isIn("pending", known));
        leaving.leave(socket);
        JsonNode known = asked().awaitRefusal(label, ended -> isIn("unanswered", ended));
        assertTrue(known.path("status").isMissingNode(), known.toString());
        assertTrue(known.get("reason").asText().endsWith("the client left first"));
        log.about("id=" + known.get("id").asText() + " ", " status=none ", "left first");
      }
    }
    awaitMetric("echosounder_refusals_pending", 0);
    open().expectAlive();
  }

  /** It has sent its end of TCP with its request. */
  @Test
  void whoHadLeftBeforeItsRequestWasReadIsNotWaitedFor() {
    if (target().tls()) {
      return;
    }
    String label = "left-" + System.nanoTime();
    RawSocket socket = connect();
    socket.send(
        join(
            utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"),
            to("?after=60s&label=" + label).bytes()));
    socket.finish();
    asked().awaitRefusal(label, known -> isIn("unanswered", known));
  }

  @Test
  void oneThatWaitsIsSeenAndIsNotYetToldAsAnswered() throws Exception {
    String label = "waiting-" + System.nanoTime();
    double before = askedFor("4xx");
    try (LogLines log = LogLines.listen()) {
      RawSocket socket = ask("?status=418&after=1s&label=" + label);
      JsonNode waiting = asked().awaitRefusal(label, known -> isIn("pending", known));
      assertTrue(waiting.path("status").isMissingNode(), waiting.toString());
      assertEquals(1, metric("echosounder_refusals_pending"));
      assertEquals(before, askedFor("4xx"));
      assertEquals(418, Problem.read(socket).status());
      JsonNode known = asked().awaitRefusal(label, answered -> isIn("answered", answered));
      assertEquals(418, known.get("status").asInt());
      assertEquals(waiting.get("id"), known.get("id"));
      log.about("id=" + known.get("id").asText() + " ", " status=418 ");
    }
    awaitMetric("echosounder_refusals_pending", 0);
    assertEquals(before + 1, askedFor("4xx"));
  }

  private static boolean isIn(String state, JsonNode refusal) {
    return refusal.get("state").asText().equals(state);
  }

  private static Asked asked() {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    return new Asked("127.0.0.1:" + port);
  }

  @Test
  void manyThatWaitHoldNobodyUp() {
    var waiting = new ArrayList<RawSocket>();
    for (int i = 0; i < 200; i++) {
      waiting.add(ask("?after=1s"));
    }
    Peer peer = open();
    peer.expectAlive();
    for (RawSocket socket : waiting) {
      assertEquals(503, Problem.read(socket).status());
    }
  }

  @Test
  void itIsCountedAndLoggedAsAskedFor() throws Exception {
    double before = askedFor("5xx");
    try (LogLines log = LogLines.listen()) {
      RawSocket socket = ask("?status=503");
      assertEquals(503, Problem.read(socket).status());
      String line = log.about(socket, "status=503");
      assertTrue(line.contains("refused endpoint=/ws/refuse "), line);
      assertTrue(line.contains("asked for by the client's query: status 503\""), line);
    }
    awaitMetric("echosounder_refusals_pending", 0);
    assertEquals(before + 1, askedFor("5xx"));
  }

  private static double askedFor(String status) throws Exception {
    return scrape().samples().stream()
        .filter(sample -> sample.name().equals("echosounder_handshakes_total"))
        .filter(sample -> "asked-for".equals(sample.labels().get("result")))
        .filter(sample -> status.equals(sample.labels().get("status")))
        .mapToDouble(sample -> sample.value())
        .sum();
  }
}
