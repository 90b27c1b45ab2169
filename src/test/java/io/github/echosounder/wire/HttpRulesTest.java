package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 and RFC 9112, as far as they concern the opening handshake. */
@QuarkusTest
class HttpRulesTest extends WireTest {
  private static final Handshake GOOD = Handshake.to("/ws");
  private static final String CONTINUE = "HTTP/1.1 100 Continue";

  /** Whether it is the first of its connection, which is read before there is HTTP, or not. */
  private RawSocket socket(boolean isFirst) {
    RawSocket socket = connect();
    if (!isFirst) {
      socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
      socket.readBody(socket.readHead());
    }
    return socket;
  }

  private ResponseHead answer(boolean isFirst, Handshake handshake) {
    RawSocket socket = socket(isFirst);
    socket.send(handshake.bytes());
    return socket.readHead();
  }

  private Problem refusal(boolean isFirst, Handshake handshake) {
    RawSocket socket = socket(isFirst);
    socket.send(handshake.bytes());
    Problem problem = Problem.read(socket);
    assertTrue(socket.ends(), "TCP goes on");
    return problem;
  }

  private void assertRefused(int status, Handshake handshake) {
    for (boolean isFirst : new boolean[] {true, false}) {
      assertEquals(status, refusal(isFirst, handshake).status());
    }
  }

  // ------------------------------------------------------------- the request

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/1.9"})
  @Holds({"6455-4.2.1-2", "9110-2.5-1"})
  void aHigherMinorVersionIsTakenForHttp11(String version) {
    for (boolean isFirst : new boolean[] {true, false}) {
      RawSocket socket = socket(isFirst);
      socket.send(GOOD.line("GET /ws " + version).bytes());
      Peer peer = keep(Peer.opened(socket, false));
      assertTrue(peer.head().statusLine().startsWith("HTTP/1.1 "), peer.head().statusLine());
      peer.expectAlive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MADEUP", "get"})
  @Holds({"9110-9.1-1", "9112-3-1"})
  void aMethodThatHttpDoesNotHaveIsNotImplemented(String method) {
    for (String path : List.of("/ws", "/", "/api/info")) {
      assertRefused(501, GOOD.line(method + " " + path + " HTTP/1.1"));
    }
    assertRefused(501, GOOD.line("X".repeat(500) + " /ws HTTP/1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/w s", "/ws ?", "/ws?a b"})
  @Holds({"9112-3.2-1", "9112-3.2-2"})
  void whiteSpaceInATargetIsNotCorrected(String target) {
    assertRefused(400, Handshake.to(target));
  }

  @Test
  @Holds("9112-2.2-4")
  void anEmptyLineBeforeTheRequestIsIgnored() {
    RawSocket socket = connect();
    socket.send(join(utf8("\r\n"), GOOD.bytes()));
    Peer.opened(socket, false).expectAlive();
  }

  @Test
  @Holds("9110-5.3-1")
  void nothingIsDoneBeforeTheLastFieldIsRead() {
    RawSocket socket = connect();
    byte[] request = GOOD.with("Sec-WebSocket-Key", Handshake.SAMPLE_KEY).bytes();
    socket.send(request, GOOD.bytes().length - 2);
    assertEquals(400, Problem.read(socket).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {" X: y", "\tX: y", " "})
  @Holds("9112-2.2-5")
  void whiteSpaceBeforeTheFirstFieldIsRefused(String line) {
    assertRefused(400, GOOD.line("GET /ws HTTP/1.1\r\n" + line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "Upgrade", "Sec-WebSocket-Key", "X-Unknown"})
  @Holds("9112-5.1-1")
  void whiteSpaceBeforeTheColonIsRefused(String name) {
    assertRefused(400, GOOD.with(name + " ", "x"));
    assertRefused(400, GOOD.with(name + "\t", "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\rb", "a\r", "\u0001"})
  @Holds({"9110-5.5-2", "9112-2.2-3"})
  void controlCharactersInAValueAreRefused(String value) {
    assertRefused(400, GOOD.with("X-Value", value));
  }

  @Test
  @Holds({"9110-5.5-1", "9110-5.5-3", "9112-2.2-1"})
  void whiteSpaceAroundAValueIsNotPartOfItAndOtherBytesAre() {
    open(GOOD.replacing("Upgrade", " \t websocket\t ").with("X-Bytes", "\u0080\u00ff"))
        .expectAlive();
  }

  @Test
  @Holds("9112-5.2-2")
  void aFoldedLineIsReadAsOne() {
    open(GOOD.replacing("Upgrade", "h2c,\r\n  websocket").with("X", "a\r\n\tb")).expectAlive();
    assertEquals(426, answer(true, GOOD.replacing("Upgrade", "web\r\n socket")).status());
  }

  @Test
  @Holds({"9112-3.2.2-1", "9112-3.2.2-2"})
  void theHostOfAnAbsoluteTargetMayBeAnother() {
    open(GOOD.line("GET http://other.example:81/ws HTTP/1.1")).expectAlive();
    assertEquals(404, refusal(true, GOOD.line("GET http://a.example/no HTTP/1.1")).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%zz", "[zz]", "a b", "a/b", "user@a", ""})
  @Holds("9112-3.2-5")
  void aHostThatIsNoneIsRefused(String host) {
    assertRefused(400, GOOD.replacing("Host", host));
  }

  // ------------------------------------------------------------------ bodies

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "chunked, gzip", "identity"})
  @Holds("9112-6.3-1")
  void aTransferEncodingThatDoesNotEndInChunkedEndsTcp(String codings) {
    assertRefused(400, GOOD.with("Transfer-Encoding", codings));
    for (boolean isFirst : new boolean[] {true, false}) {
      RawSocket socket = socket(isFirst);
      socket.send(
          utf8("GET /api/info HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + codings + "\r\n\r\n"));
      assertEquals(400, Problem.read(socket).status());
      assertTrue(socket.ends());
    }
  }

  @Test
  @Holds("9112-6.1-3")
  void aTransferCodingThatIsNotKnownIsNotImplemented() {
    assertRefused(501, GOOD.with("Transfer-Encoding", "gzip, chunked"));
  }

  @Test
  @Holds({"9112-6.1-5", "9112-6.1-6"})
  void aBodyThatIsAnnouncedInTwoWaysOrInAnOldOneEndsTcp() {
    Handshake chunked = GOOD.with("Transfer-Encoding", "chunked");
    assertRefused(400, chunked.with("Content-Length", "5"));
    assertRefused(400, chunked.line("GET /ws HTTP/1.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "+1", "-1", "0x1", "", "0, 1", "99999999999999999999"})
  @Holds({"9110-8.6-3", "9112-6.3-2"})
  void aContentLengthThatIsNoneEndsTcp(String length) {
    assertRefused(400, GOOD.with("Content-Length", length));
  }

  @Test
  @Holds("9112-9.3-2")
  void theBodyOfARefusedHandshakeIsNotTakenForARequest() {
    RawSocket socket = connect();
    String body = "GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n";
    socket.send(GOOD.with("Content-Length", "" + body.length()).bytes());
    assertEquals(400, Problem.read(socket).status());
    socket.send(join(utf8(body), GOOD.bytes()));
    assertEquals(101, socket.readHead().status());
  }

  @Test
  @Holds({"9112-6.1-1", "9112-7.1.1-1"})
  void aChunkedBodyIsReadWithItsExtensions() {
    RawSocket socket = connect();
    String chunked = "GET /api/info HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    socket.send(join(utf8(chunked + "3;a=b;c\r\nabc\r\n0\r\n\r\n"), GOOD.bytes()));
    ResponseHead info = socket.readHead();
    assertEquals(200, info.status());
    socket.readBody(info);
    Peer.opened(socket, false).expectAlive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffffffff", "123456789abcdef01", "80000000"})
  @Holds("9112-7.1-1")
  void aChunkThatIsLargerThanCanBeCountedIsRefused(String size) {
    RawSocket socket = connect();
    String head = "GET /api/info HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    socket.send(utf8(head + size + "\r\n"));
    String answers = "";
    for (int next = socket.read(); next >= 0; next = socket.read()) {
      answers += (char) next;
    }
    assertFalse(answers.contains(" 101 "), answers);
  }

  @Test
  @Holds("9112-6.3-3")
  void aBodyThatDoesNotComeToItsEndEndsTcp() {
    RawSocket socket = connect();
    socket.send(join(GOOD.with("Content-Length", "5").bytes(), utf8("ab")));
    socket.finish();
    socket.drain();
  }

  // ------------------------------------------------------------------ Expect

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Holds({"9110-7.8-8", "9110-8.6-1", "9110-10.1.1-3", "9112-6.1-2"})
  void whoExpectsAContinueGetsItBeforeThe101(boolean isFirst) {
    RawSocket socket = socket(isFirst);
    socket.send(GOOD.with("Expect", "100-Continue").bytes());
    ResponseHead interim = socket.readHead();
    assertEquals(CONTINUE, interim.statusLine());
    assertFalse(interim.names().contains("Content-Length"), interim.toString());
    assertFalse(interim.names().contains("Transfer-Encoding"), interim.toString());
    Peer.opened(socket, false).expectAlive();
  }

  @Test
  @Holds("9110-10.1.1-1")
  void anExpectationInHttp10IsIgnored() {
    Handshake old = GOOD.line("GET /ws HTTP/1.0").with("Expect", "100-continue");
    assertEquals("HTTP/1.0 426 Upgrade Required", answer(true, old).statusLine());
  }

  @Test
  @Holds("9110-10.1.1-2")
  void aHandshakeThatAnnouncesABodyIsRefusedWithoutWaitingForIt() {
    RawSocket socket = connect();
    socket.send(GOOD.with("Expect", "100-continue").with("Content-Length", "5").bytes());
    assertEquals(400, Problem.read(socket).status());
  }

  // --------------------------------------------------------------- the answer

  @ParameterizedTest
  @CsvSource({"GET, 426", "POST, 405", "MADEUP, 501"})
  @Holds({
    "9110-2.2-1",
    "9110-5.3-2",
    "9110-5.6.1.1-1",
    "9110-5.6.7-1",
    "9110-6.2-2",
    "9110-6.6.1-1",
    "9110-6.6.1-2",
    "9110-8.3-1",
    "9110-8.6-2",
    "9112-2.2-2",
    "9112-4-1",
    "9112-5.2-1",
    "9112-6.2-1",
    "9112-6.3-4",
    "9112-9.6-1",
    "9112-9.6-4"
  })
  void aRefusalIsAWholeAnswerOfHttp(String method, int status) {
    for (boolean isFirst : new boolean[] {true, false}) {
      Instant before = Instant.now();
      Problem problem =
          refusal(isFirst, GOOD.line(method + " /ws HTTP/1.1").without("Sec-WebSocket-Version"));
      ResponseHead head = problem.head();
      assertTrue(head.statusLine().matches("HTTP/1\\.1 " + status + " [A-Z][A-Za-z ]+"));
      assertDated(head, before);
      assertFalse(head.names().contains("Transfer-Encoding"));
      head.only("Content-Length");
      head.only("Content-Type");
      head.headers()
          .forEach(field -> {
            assertTrue(field.getKey().matches("[A-Za-z-]+"), field.toString());
            assertTrue(field.getValue().matches("[ -~]+"), field.toString());
            assertFalse(field.getValue().matches("(.*,)?\\s*(,.*)?"), field.toString());
          });
      String connection = String.join(", ", head.all("Connection")).toLowerCase(Locale.ROOT);
      assertTrue(List.of(connection.split(", ")).contains("close"), connection);
      List.of("Date", "Upgrade", "Allow", "Cache-Control", "Sec-WebSocket-Version")
          .forEach(name -> assertTrue(head.all(name).size() <= 1, name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/info", "/", "/metrics", "/nowhere"})
  @Holds("9110-6.6.1-1")
  void anAnswerOfHttpIsDatedToo(String path) {
    RawSocket socket = connect();
    Instant before = Instant.now();
    socket.send(utf8("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    assertDated(socket.readHead(), before);
  }

  private static void assertDated(ResponseHead head, Instant before) {
    String date = head.only("Date");
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    Instant told = ZonedDateTime.parse(date, form).toInstant();
    assertEquals(date, form.format(told));
    assertFalse(told.isBefore(before.minus(Duration.ofSeconds(1))), date);
    assertFalse(told.isAfter(Instant.now()), date);
  }

  @Test
  @Holds({"9110-7.8-4", "9110-7.8-6"})
  void a426NamesTheProtocolAndListsUpgradeInConnection() {
    for (boolean isFirst : new boolean[] {true, false}) {
      ResponseHead head = answer(isFirst, GOOD.replacing("Upgrade", "h2c"));
      assertEquals("websocket", head.only("Upgrade"));
      String connection = String.join(", ", head.all("Connection")).toLowerCase(Locale.ROOT);
      assertTrue(List.of(connection.split(", ")).contains("upgrade"), connection);
    }
  }

  @Test
  @Holds({"9110-7.8-7", "9112-6.1-4"})
  void anUpgradeInHttp10IsNotMade() {
    for (boolean isFirst : new boolean[] {true, false}) {
      ResponseHead head = answer(isFirst, GOOD.line("GET /ws HTTP/1.0"));
      assertEquals("HTTP/1.0 426 Upgrade Required", head.statusLine());
      assertFalse(head.names().contains("Transfer-Encoding"));
    }
  }

  @Test
  @Holds({"9112-9.6-2", "9112-9.6-3"})
  void behindARefusalOfWhoSaysCloseTcpEndsAndNothingIsRead() {
    for (boolean isFirst : new boolean[] {true, false}) {
      RawSocket socket = socket(isFirst);
      byte[] plain = utf8("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      socket.send(join(plain, GOOD.bytes()));
      assertEquals(426, Problem.read(socket).status());
      assertTrue(socket.ends(), "another answer");
    }
  }
}
