package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 4.2.1: what a client's handshake must be. */
class ClientRequirementsTest {

  private static final Sample GOOD = Sample.to("/ws");

  @Test
  void theSampleOfTheRfcIsAccepted() {
    assertEquals(101, GOOD.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "get", "MADEUP"})
  void aMethodOtherThanGetIsNotAllowed(String method) {
    Problem problem = GOOD.method(method).problem();
    assertTrue(problem != null && problem.status() == 405, method);
    assertEquals(Map.of("Allow", "GET"), problem.headers());
  }

  @Test
  void anOlderHttpIsToldToUpgrade() {
    assertEquals(426, GOOD.version("HTTP/1.0").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/1.9", "HTTP/0.9", "HTTP/11111.1"})
  void aVersionOfHttpThatIsNotOursIsNotSupported(String version) {
    assertEquals(505, GOOD.version(version).status());
    assertTrue(GOOD.version(version).detail().contains(version));
  }

  @ParameterizedTest
  @CsvSource({
    "Host, 400",
    "Upgrade, 426",
    "Connection, 426",
    "Sec-WebSocket-Version, 426",
    "Sec-WebSocket-Key, 400"
  })
  void whatIsMissingIsNamed(String name, int status) {
    assertEquals(status, GOOD.without(name).status());
    Problem problem = GOOD.without(name).problem();
    assertTrue(problem != null && problem.summary().contains(name), String.valueOf(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "Sec-WebSocket-Key", "Sec-WebSocket-Version"})
  void whatMustStandOnceStandsOnce(String name) {
    assertEquals(400, GOOD.with(name, GOOD.request().fields().values(name).get(0)).status());
  }

  @Test
  void theOriginStandsOnceAtMost() {
    assertEquals(400, GOOD.with("Origin", "http://a").with("Origin", "http://a").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "user@a", "a:b", "a:65536", "::1", "[::1", ":80"})
  void aHostThatIsNoneIsNamed(String host) {
    assertEquals(400, GOOD.replacing("Host", host).status());
    assertTrue(GOOD.replacing("Host", host).detail().contains("'" + host + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:", "a:65535", "[::1]", "[::1]:80", "127.0.0.1:1", "a_b", "a,b"})
  void aHostIsANameOrAnAddressAndPerhapsAPort(String host) {
    assertEquals(101, GOOD.replacing("Host", host).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"WebSocket", "h2c, websocket", "websocket,h2c", " ,websocket, "})
  void theUpgradeIsFoundInItsList(String value) {
    assertEquals(101, GOOD.replacing("Upgrade", value).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"websockets", "\"websocket\"", "web socket", ""})
  void anotherUpgradeIsNone(String value) {
    assertEquals(426, GOOD.replacing("Upgrade", value).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AQIDBAUGBwgJCgsMDQ4P",
        "not*base64*at*all*!!!!==",
        "not*base64*at*all*!!==",
        "dGhlIHNhbXBsZQ=="
      })
  void theKeyIs16BytesInBase64(String key) {
    assertEquals(400, GOOD.replacing("Sec-WebSocket-Key", key).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "013", "13, 8"})
  void anotherVersionIsToldWhichThereIs(String version) {
    Problem problem = GOOD.replacing("Sec-WebSocket-Version", version).problem();
    assertTrue(problem != null && problem.status() == 426, version);
    assertEquals("13", problem.headers().get("Sec-WebSocket-Version"));
  }

  @Test
  void aHandshakeHasNoBody() {
    assertEquals(400, GOOD.with("Content-Length", "1").status());
    assertEquals(101, GOOD.with("Content-Length", "0").status());
    assertEquals(400, GOOD.with("Transfer-Encoding", "chunked").status());
  }

  @Test
  void aHeaderHasAName() {
    assertEquals(400, GOOD.with("", "x").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "chat, b@c", "\u00e4\u00b8\u00ad"})
  void aSubprotocolIsAToken(String offered) {
    assertEquals(400, GOOD.with("Sec-WebSocket-Protocol", offered).status());
  }

  @Test
  void aSubprotocolThatIsNoneIsShown() {
    assertTrue(GOOD.with("Sec-WebSocket-Protocol", "a, b c").detail().contains("'b c'"));
    // As bytes arrive: three, which are one character of UTF-8.
    assertTrue(GOOD.with("Sec-WebSocket-Protocol", "\u00e4\u00b8\u00ad").detail().contains("'中'"));
  }
}
