package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 4.2.1 and 4.2.2: what is let in, and how it is told so. */
@QuarkusTest
class OpeningHandshakeTest extends WireTest {
  private static final Handshake GOOD = Handshake.to("/ws");

  @Test
  @Holds({"6455-4.2.2-10", "6455-11.3.3-1"})
  void theSampleKeyOfTheRfcIsAccepted() {
    assertEquals(Handshake.SAMPLE_ACCEPT, open(GOOD).head().only("Sec-WebSocket-Accept"));
  }

  @Test
  @Holds("6455-4.2.2-10")
  void anotherKeyGetsAnotherAnswer() {
    ResponseHead head =
        open(GOOD.replacing("Sec-WebSocket-Key", "x3JJHMbDL1EzLkh9GBhXDw==")).head();
    assertEquals("HSmrc0sMlYUkAGmm5OPpG2HaGWk=", head.only("Sec-WebSocket-Accept"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  @Holds({"6455-4.2.2-9", "9110-7.8-2", "9110-8.6-1", "9112-6.1-2"})
  void theAnswerSaysWhatItMustAndNoMore(String path) {
    ResponseHead head = open(path).head();
    assertTrue(head.statusLine().startsWith("HTTP/1.1 101 "), head.statusLine());
    assertEquals("websocket", head.only("Upgrade").toLowerCase(Locale.ROOT));
    assertEquals("upgrade", head.only("Connection").toLowerCase(Locale.ROOT));
    Set<String> expected = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    expected.addAll(
        Set.of("Upgrade", "Connection", "Sec-WebSocket-Accept", "Echosounder-Connection"));
    assertEquals(expected, head.names());
  }

  @Test
  void eachConnectionHasAnIdOfItsOwn() {
    String first = open().head().only("Echosounder-Connection");
    String second = open().head().only("Echosounder-Connection");
    assertTrue(!first.isBlank() && !first.equals(second), first + " " + second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Upgrade    | WebSocket
          Upgrade    | WEBSOCKET
          Upgrade    | h2c, websocket
          Upgrade    | websocket, h2c
          Upgrade    | h2c ,\twebsocket , foo/1
          Connection | upgrade
          Connection | UPGRADE
          Connection | keep-alive, Upgrade
          Connection | Upgrade, keep-alive
          Connection | keep-alive ,\tuPGRADE,foo
          """)
  @Holds({"6455-4.2.1-4", "6455-4.2.1-5", "9110-7.8-1"})
  void aTokenIsFoundInAnyCaseAndAtAnyPlaceOfItsList(String header, String value) {
    open(GOOD.replacing(header, value)).expectAlive();
  }

  @ParameterizedTest
  @CsvSource({"Upgrade, h2c", "Connection, keep-alive"})
  void aListMayBeSpreadOverSeveralHeaders(String header, String other) {
    open(GOOD.with(header, other)).expectAlive();
    Handshake without = GOOD.without(header);
    String token = header.equals("Upgrade") ? "websocket" : "Upgrade";
    open(without.with(header, other).with(header, token)).expectAlive();
  }

  @Test
  void headerNamesAreReadInAnyCase() {
    open(Handshake.to("/ws")
            .without("Host")
            .without("Upgrade")
            .without("Connection")
            .without("Sec-WebSocket-Key")
            .without("Sec-WebSocket-Version")
            .with("hOST", "a.example")
            .with("UPGRADE", "websocket")
            .with("connection", "Upgrade")
            .with("sec-websocket-KEY", Handshake.SAMPLE_KEY)
            .with("SEC-WEBSOCKET-VERSION", "13"))
        .expectAlive();
  }

  @Test
  @Holds({"6455-4.2.1-1", "9112-3.2.2-1"})
  void theTargetMayBeAbsolute() {
    for (String scheme : new String[] {"http", "ws"}) {
      String target = scheme + "://" + target().authority() + "/ws";
      open(GOOD.line("GET " + target + " HTTP/1.1").replacing("Host", target().authority()))
          .expectAlive();
    }
  }

  @Test
  @Holds({"6455-4.2.1-10", "9110-5.1-1"})
  void headersThatItDoesNotKnowAreIgnored() {
    open(GOOD.with("Cookie", "a=b").with("X-Anything", "x").with("User-Agent", "wire test"))
        .expectAlive();
  }

  @Test
  @Holds({"6455-4.2.2-8", "6455-9-1"})
  void extensionsThatItDoesNotKnowAreNotGranted() {
    Peer peer = open(GOOD.with("Sec-WebSocket-Extensions", "mux; max-channels=4, deflate-stream"));
    assertTrue(peer.head().all("Sec-WebSocket-Extensions").isEmpty());
    peer.expectAlive();
  }

  @Test
  @Holds("6455-4.2.2-6")
  void aSubprotocolThatIsNotConfiguredIsNotGranted() {
    Peer peer = open(GOOD.with("Sec-WebSocket-Protocol", "chat, superchat"));
    assertTrue(peer.head().all("Sec-WebSocket-Protocol").isEmpty());
    peer.expectAlive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "http://elsewhere.example", "https://a.example:8443", "file://"})
  void anyOriginMayComeInByDefault(String origin) {
    open(GOOD.with("Origin", origin)).expectAlive();
  }

  @Test
  void aFrameInTheSameSegmentAsTheHandshakeIsAnswered() {
    RawSocket socket = connect();
    socket.send(join(GOOD.bytes(), text("early").bytes(), text("bird").bytes()));
    Peer peer = Peer.opened(socket, false);
    peer.expectText("early");
    peer.expectText("bird");
    peer.expectAlive();
  }

  @Test
  void aHandshakeBehindAnUnansweredRequestKeepsItsFrames() {
    byte[] request = utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n");
    byte[] all = join(request, GOOD.bytes(), text("early").bytes(), text("bird").bytes());
    for (int i = 0; i < 50; i++) {
      RawSocket socket = connect();
      socket.send(all, all.length - i % 20);
      ResponseHead answer = socket.readHead();
      assertEquals(200, answer.status());
      socket.readBody(answer);
      Peer peer = Peer.opened(socket, false);
      peer.expectText("early");
      peer.expectText("bird");
      peer.expectAlive();
      socket.close();
    }
  }

  @Test
  void aFrameMayBeginInTheSegmentOfTheHandshakeAtAnyByte() {
    byte[] frame = text("early").bytes();
    for (int cut = 1; cut < frame.length; cut++) {
      RawSocket socket = connect();
      socket.send(join(GOOD.bytes(), frame), GOOD.bytes().length + cut);
      Peer.opened(socket, false).expectText("early");
    }
  }

  @Test
  void aLargeMessageRightBehindTheHandshakeIsAnswered() {
    RawSocket socket = connect();
    byte[] payload = Bytes.noise(1 << 20, 1);
    var frame = ClientFrame.binary(payload);
    var sent = socket.sendMeanwhile(join(GOOD.bytes(), frame.bytes()));
    Peer.opened(socket, false).expect(2, payload);
    sent.join();
  }

  @Test
  void theHandshakeMayArriveByteByByte() {
    RawSocket socket = connect();
    byte[] bytes = GOOD.bytes();
    socket.send(bytes, IntStream.range(1, bytes.length).toArray());
    Peer.opened(socket, false).expectAlive();
  }

  @Test
  @Holds("9112-9.3-1")
  void theHandshakeMayFollowAnotherRequest() {
    RawSocket socket = connect();
    socket.send(utf8("GET /q/health/live HTTP/1.1\r\nHost: a.example\r\n\r\n"));
    ResponseHead other = socket.readHead();
    assertEquals(200, other.status());
    socket.readBody(other);
    socket.send(GOOD.bytes());
    Peer.opened(socket, false).expectAlive();
  }

  @Test
  void theQueryIsNotPartOfThePath() {
    RawSocket socket = connect();
    byte[] bytes = Handshake.to("/ws?").bytes();
    socket.send(slice(bytes, 0, bytes.length));
    Peer.opened(socket, false).expectAlive();
  }
}
