package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 4.2.1 and 4.4; the refusals are problem documents (RFC 9457). */
@QuarkusTest
class RefusedHandshakeTest extends WireTest {
  private static final Handshake GOOD = Handshake.to("/ws");

  private Problem refusal(Handshake handshake) {
    RawSocket socket = connect();
    socket.send(handshake.bytes());
    return Problem.read(socket);
  }

  private void assertRefused(Handshake handshake, String word) {
    Problem problem = refusal(handshake);
    assertEquals(400, problem.status());
    assertSpeaksOf(problem, word);
  }

  private static void assertSpeaksOf(Problem problem, String word) {
    String text = problem.document().toString().toLowerCase(Locale.ROOT);
    assertTrue(text.contains(word.toLowerCase(Locale.ROOT)), problem.document().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
  @Holds({"6455-4.2.1-1", "9110-7.8-5", "9110-9.1-2", "9110-10.2.1-1"})
  void theMethodMustBeGet(String method) {
    for (String path : new String[] {"/ws", "/"}) {
      RawSocket socket = connect();
      socket.send(GOOD.line(method + " " + path + " HTTP/1.1").bytes());
      ResponseHead head = socket.readHead();
      assertEquals(405, head.status(), method + " " + path);
      assertEquals("GET", head.only("Allow"));
    }
  }

  @Test
  void aHeadRequestIsNotAHandshake() {
    RawSocket socket = connect();
    socket.send(GOOD.line("HEAD /ws HTTP/1.1").bytes());
    assertEquals(405, socket.readHead().status());
  }

  @Test
  @Holds({"6455-4.2.1-2", "9110-7.8-7"})
  void theHttpVersionMustBe11() {
    RawSocket socket = connect();
    socket.send(GOOD.line("GET /ws HTTP/1.0").bytes());
    assertEquals("HTTP/1.0 426 Upgrade Required", socket.readHead().statusLine());
  }

  @Test
  @Holds({"6455-4.2.1-3", "9112-3.2-3"})
  void theHostMustBeThere() {
    assertRefused(GOOD.without("Host"), "Host");
  }

  @Test
  @Holds("9112-3.2-4")
  void theHostMustBeThereOnce() {
    assertRefused(GOOD.with("Host", "other.example"), "Host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "web socket", "websocketx", "foo", "\"websocket\""})
  @Holds({"6455-4.2.1-4", "9110-7.8-3"})
  void theUpgradeHeaderMustNameWebsocket(String value) {
    for (String path : new String[] {"/ws", "/"}) {
      Problem problem = refusal(Handshake.to(path).replacing("Upgrade", value));
      assertEquals(426, problem.status());
      assertSpeaksOf(problem, "Upgrade");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep-alive", "close", "upgraded", "up grade"})
  @Holds("6455-4.2.1-5")
  void theConnectionHeaderMustNameUpgrade(String value) {
    Problem problem = refusal(GOOD.replacing("Connection", value));
    assertEquals(426, problem.status());
    assertSpeaksOf(problem, "Connection");
  }

  @Test
  void aPlainGetOfAWebSocketPathIsToldWhatIsMissing() {
    RawSocket socket = connect();
    socket.send(utf8("GET /ws HTTP/1.1\r\nHost: a.example\r\n\r\n"));
    Problem problem = Problem.read(socket);
    assertEquals(426, problem.status());
    assertEquals("websocket", problem.head().only("Upgrade").toLowerCase(Locale.ROOT));
    assertSpeaksOf(problem, "Upgrade");
  }

  @Test
  void aHandshakeThatLostItsConnectionHeaderIsToldSo() {
    Problem problem = refusal(GOOD.without("Connection"));
    assertEquals(426, problem.status());
    assertSpeaksOf(problem, "Connection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "14", "8", "0", "7", "013", "13.0", "256", "foo", "13, 8"})
  @Holds({"6455-4.2.1-7", "6455-4.2.2-3", "6455-4.4-1"})
  void anotherVersionIsToldThatItIs13(String version) {
    for (String path : new String[] {"/ws", "/"}) {
      Problem problem = refusal(Handshake.to(path).replacing("Sec-WebSocket-Version", version));
      assertEquals(426, problem.status());
      assertEquals("13", problem.head().only("Sec-WebSocket-Version"));
    }
  }

  @Test
  @Holds("6455-4.2.1-7")
  void theVersionMustBeThere() {
    for (Handshake none :
        new Handshake[] {
          GOOD.without("Sec-WebSocket-Version"), GOOD.replacing("Sec-WebSocket-Version", "")
        }) {
      Problem problem = refusal(none);
      assertEquals(426, problem.status());
      assertSpeaksOf(problem, "Sec-WebSocket-Version");
    }
  }

  @Test
  @Holds("6455-4.2.1-6")
  void theKeyMustBeThere() {
    assertRefused(GOOD.without("Sec-WebSocket-Key"), "Sec-WebSocket-Key");
  }

  @ParameterizedTest
  @CsvSource({
    "empty, ''",
    "15 bytes, AQIDBAUGBwgJCgsMDQ4P",
    "17 bytes, AQIDBAUGBwgJCgsMDQ4PEBE=",
    "not base64, not*base64*at*all*!!==",
    "no padding, dGhlIHNhbXBsZSBub25jZQ",
    "too much padding, dGhlIHNhbXBsZSBub25jZQ===",
    "base64 of URLs, _-_-_-_-_-_-_-_-_-_-_w==",
    "two in one, 'dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=='"
  })
  @Holds({"6455-4.2.1-6", "6455-10.7-3"})
  void theKeyMustBe16BytesInBase64(String what, String key) {
    assertRefused(GOOD.replacing("Sec-WebSocket-Key", key), "Sec-WebSocket-Key");
  }

  @Test
  @Holds("6455-11.3.1-1")
  void theKeyMustBeThereOnce() {
    assertRefused(GOOD.with("Sec-WebSocket-Key", "x3JJHMbDL1EzLkh9GBhXDw=="), "Sec-WebSocket-Key");
    assertRefused(GOOD.with("Sec-WebSocket-Key", Handshake.SAMPLE_KEY), "Sec-WebSocket-Key");
  }

  @Test
  @Holds("6455-11.3.5-1")
  void theVersionMustBeThereOnce() {
    Problem problem = refusal(GOOD.with("Sec-WebSocket-Version", "13"));
    assertEquals(400, problem.status());
    assertSpeaksOf(problem, "Sec-WebSocket-Version");
  }

  @Test
  void theOriginMayBeThereOnce() {
    Problem problem =
        refusal(GOOD.with("Origin", "http://a.example").with("Origin", "http://b.example"));
    assertEquals(400, problem.status());
  }

  @Test
  @Holds("6455-4.2.2-4")
  void aPathThatIsNotThereIsNotFound() {
    for (String path : new String[] {"/nowhere", "/ws/nowhere", "/wsx"}) {
      RawSocket socket = connect();
      socket.send(Handshake.to(path).bytes());
      assertEquals(404, socket.readHead().status());
    }
  }

  @Test
  @Holds({"6455-7.2.2-1", "9112-2.2-6"})
  void aRequestThatIsNotHttpIsRefusedAndTcpEnds() {
    for (String garbage : new String[] {"\r\n\r\n\r\nGARBAGE\r\n\r\n", "GET\r\n\r\n"}) {
      RawSocket socket = connect();
      socket.send(utf8(garbage));
      assertTrue(socket.readHead().statusLine().contains(" 400 "));
      socket.drain();
    }
  }

  @Test
  void aHeaderThatIsTooLongIsRefusedAndTcpEnds() {
    RawSocket socket = connect();
    socket.sendAsFarAsItGoes(GOOD.with("X-Long", "x".repeat(1 << 20)).bytes());
    ResponseHead head = socket.readHead();
    assertEquals(431, head.status());
    socket.drain();
  }
}
