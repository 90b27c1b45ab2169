package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
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
  @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "TRACE"})
  void aMethodOtherThanGetIsNotAllowed(String method) {
    Problem problem = GOOD.method(method).problem();
    assertTrue(problem != null && problem.status() == 405, method);
    assertEquals(Map.of("Allow", "GET"), problem.headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "MADEUP", "PROPFIND"})
  @Holds("9110-9.1-1")
  void aMethodThatHttpDoesNotHaveIsNotImplemented(String method) {
    assertEquals(501, GOOD.method(method).status());
    assertTrue(GOOD.method(method).detail().contains(method));
  }

  @Test
  void anOlderHttpIsToldToUpgrade() {
    assertEquals(426, GOOD.version("HTTP/1.0").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/11111.1"})
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
  @ValueSource(
      strings = {
        "",
        "a b",
        "a/b",
        "user@a",
        "a:b",
        "a:65536",
        "::1",
        "[::1",
        ":80",
        "a%",
        "a%4",
        "a%zz",
        "[]",
        "[zz]",
        "[1:2]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1::3:4:5:6:7:8:9]",
        "[12345::]",
        "[:1:2:3:4:5:6:7:8]",
        "[::1.2.3.256]",
        "[1.2.3.4::]",
        "[1.2.3.4]",
        "[v.a]",
        "[v1.]"
      })
  @Holds("9112-3.2-5")
  void aHostThatIsNoneIsNamed(String host) {
    assertEquals(400, GOOD.replacing("Host", host).status());
    assertTrue(GOOD.replacing("Host", host).detail().contains("'" + host + "'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a:",
        "a:65535",
        "[::1]",
        "[::1]:80",
        "127.0.0.1:1",
        "a_b",
        "a,b",
        "a%41",
        "[::]",
        "[1:2:3:4:5:6:7:8]",
        "[1::]",
        "[ABCD::ef]",
        "[::ffff:1.2.3.4]",
        "[1:2:3:4:5:6:1.2.3.4]",
        "[v1F.a:b]"
      })
  void aHostIsANameOrAnAddressAndPerhapsAPort(String host) {
    assertEquals(101, GOOD.replacing("Host", host).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"WebSocket", "h2c, websocket", "websocket,h2c", " ,websocket, "})
  @Holds("9110-5.6.1.2-1")
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
  @Holds("9110-7.8-5")
  void aHandshakeHasNoBody() {
    assertEquals(400, GOOD.with("Content-Length", "1").status());
    assertEquals(101, GOOD.with("Content-Length", "0").status());
    assertEquals(400, GOOD.with("Transfer-Encoding", "chunked").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gzip             | 400
          chunked, gzip    | 400
          chunked;a=b      | 400
          chunked, chunked | 400
          ''               | 400
          gzip, chunked    | 501
          gzip , ,CHUNKED  | 501
          """)
  @Holds({"9112-6.1-3", "9112-6.3-1"})
  void aTransferCodingIsChunkedOnceAndNothingElse(String codings, int status) {
    assertEquals(status, GOOD.with("Transfer-Encoding", codings).status());
  }

  @Test
  void aHeaderHasAName() {
    assertEquals(400, GOOD.with("", "x").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "chat, b@c", "\u00e4\u00b8\u00ad"})
  @Holds("6455-4.2.1-8")
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
