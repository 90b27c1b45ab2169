package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is no request of HTTP/1 (RFC 9112, 2 to 7) is answered at once with a problem document, told
 * in the log and never with a stack trace, on a new connection and on one that has been used.
 */
@QuarkusTest
class MalformedRequestsTest extends WireTest {
  private static final Handshake GOOD = Handshake.to("/ws");

  private LogLines log = LogLines.listen();

  @BeforeEach
  void listen() {
    log.close();
    log = LogLines.listen();
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  /** Waits far less than the handshake's ten seconds: the answer must not need them. */
  private void assertRefusedAtOnce(byte[] bytes, int status, String words) {
    assertRefused(connect(), bytes, status, words);
  }

  private void assertRefused(RawSocket socket, byte[] bytes, int status, String words) {
    socket.send(bytes);
    Problem problem = Problem.read(socket);
    assertEquals(status, problem.status(), problem.detail());
    assertTrue(problem.head().statusLine().startsWith("HTTP/1.1 "), problem.head().statusLine());
    assertTrue(problem.detail().contains(words), problem.detail());
    socket.drain();
    String line = log.about(socket, "status=" + status);
    assertTrue(line.startsWith("refused "), line);
  }

  private RawSocket used() {
    RawSocket socket = connect();
    socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
    socket.readBody(socket.readHead());
    return socket;
  }

  @Test
  void tlsOnThePortWithoutTlsIsToldSo() {
    byte[] clientHello = hex("16 03 01 00 c4 01 00 00 c0 03 03");
    assertRefusedAtOnce(join(clientHello, noise(188, 1)), 400, "port without TLS");
    assertRefusedAtOnce(clientHello, 400, "port without TLS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
        "EHLO client.example\r\n",
        "GET\r\n",
        "GET /ws\r\n",
        "\r\n\r\nhello\r\n",
        "\u0000\u0001\u0002",
        "{\"id\": 1}"
      })
  @Holds("9112-2.2-6")
  void anotherProtocolIsShownWhatItBeganWith(String beginning) {
    assertRefusedAtOnce(utf8(beginning), 400, "begins with '");
  }

  @Test
  void randomBytesAreNotWaitedFor() {
    for (int seed = 1; seed <= 30; seed++) {
      byte[] bytes = noise(64, seed);
      bytes[0] |= (byte) 0x80;
      assertRefusedAtOnce(bytes, 400, "begins with '");
    }
  }

  @Test
  void thePrefaceOfHttp2IsAVersionThatIsNotOurs() {
    assertRefusedAtOnce(utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505, "HTTP/2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/1.10", "HTTP/11111.1"})
  void anotherVersionIsAnsweredAsHttp11(String version) {
    byte[] request = GOOD.line("GET /ws " + version).bytes();
    assertRefusedAtOnce(request, 505, version);
    assertRefused(used(), request, 505, version);
  }

  @Test
  void aHeaderHasAName() {
    assertRefusedAtOnce(GOOD.with("", "x").bytes(), 400, "no name");
    assertRefused(used(), GOOD.with("", "x").bytes(), 400, "no name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?x=1", "ws", "*", "http:///ws", "/ws#x", "ftp://a/ws"})
  @Holds({"6455-3-1", "9110-4.2.1-1"})
  void aTargetThatIsNoneIsShown(String target) {
    byte[] plain = utf8("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertRefusedAtOnce(plain, 400, "'" + target + "'");
    assertRefusedAtOnce(Handshake.to(target).bytes(), 400, "'" + target + "'");
    assertRefused(used(), plain, 400, "'" + target + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a}", "|", "^", "`", "\\", "%", "1%", "[]", "\"<>", "中"})
  void aQueryThatBrowsersSendAsItIsIsLetIn(String sent) {
    byte[] target = utf8("GET /ws?prefix=" + sent + " HTTP/1.1");
    String line = new String(target, StandardCharsets.ISO_8859_1);
    open(GOOD.line(line)).expectAlive(sent);
    RawSocket socket = used();
    socket.send(GOOD.line(line).bytes());
    Peer.opened(socket, false).expectAlive(sent);
    socket = connect();
    socket.send(
        GOOD.line(line.replace("/ws", "/api/info"))
            .without("Upgrade")
            .without("Sec-WebSocket-Key")
            .without("Sec-WebSocket-Version")
            .bytes());
    assertEquals(200, socket.readHead().status());
  }

  @ParameterizedTest
  @CsvSource({"8000", "15000"})
  @Holds({"9110-2.3-1", "9110-4.1-1", "9112-3-3"})
  void aLongTargetIsLetIn(int length) {
    Handshake handshake = Handshake.to("/.".repeat(length / 2) + "/ws");
    open(handshake).expectAlive();
    RawSocket socket = used();
    socket.send(handshake.bytes());
    Peer.opened(socket, false).expectAlive();
  }

  @Test
  @Holds("9112-3-2")
  void aTargetBeyondTheHeadsLimitIsTooLong() {
    byte[] request = Handshake.to("/ws?q=" + "x".repeat(25_000)).bytes();
    assertRefusedAtOnce(request, 414, "");
    assertRefused(used(), request, 414, "");
  }

  @Test
  @Holds("9110-5.4-1")
  void aHeaderBeyondTheHeadsLimitIsTooLarge() {
    assertRefusedAtOnce(GOOD.with("X-Long", "x".repeat(25_000)).bytes(), 431, "");
  }

  @Test
  void aBodyThatIsNotChunkedAsAnnouncedDoesNotTakeTheAnswerAway() {
    byte[] request = GOOD.with("Transfer-Encoding", "chunked").bytes();
    RawSocket socket = connect();
    socket.send(join(request, utf8("rubbish\r\n\r\n")));
    Problem problem = Problem.read(socket);
    assertEquals(400, problem.status());
    socket.drain();
    assertRefusedAtOnce(
        utf8("POST /api/drain HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        400,
        "chunks");
  }

  @Test
  @Holds("9112-9.3.2-1")
  void anAnswerThatIsDueComesBeforeTheRefusalOfWhatFollowed() {
    RawSocket socket = connect();
    socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\nrubbish\r\n\r\n"));
    ResponseHead info = socket.readHead();
    assertEquals(200, info.status());
    socket.readBody(info);
    assertEquals(400, Problem.read(socket).status());
    socket.drain();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/info", "/metrics", "/q/health/ready", "/", "/nowhere", "/ws"})
  void aClientThatEndsItsHalfOfTcpGetsItsAnswer(String path) {
    for (int i = 0; i < 20; i++) {
      RawSocket socket = connect();
      socket.send(utf8("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
      socket.finish();
      ResponseHead head = socket.readHead();
      socket.readBody(head);
      socket.drain();
    }
  }

  @Test
  void aClientThatEndsItsHalfOfTcpWithinAHeadIsToldSo() {
    RawSocket socket = connect();
    socket.send(utf8("GET /ws HTTP/1.1\r\nHost: a\r\n"));
    socket.finish();
    assertEquals(400, Problem.read(socket).status());
    socket.drain();
  }
}
