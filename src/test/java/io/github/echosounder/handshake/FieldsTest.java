package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Fields.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields, and how what they hold is read and shown. */
class FieldsTest {

  private final Fields fields =
      new Fields(
          List.of(
              new Field("Upgrade", "websocket"),
              new Field("X-List", " a ,b,,"),
              new Field("x-list", ""),
              new Field("X-LIST", "c")));

  @Test
  void aNameIsTheSameInAnyCase() {
    assertEquals("websocket", fields.first("upgrade"));
    assertTrue(fields.has("UPGRADE"));
    assertFalse(fields.has("Host"));
    assertNull(fields.first("Host"));
  }

  @Test
  void allValuesOfAFieldComeInOrder() {
    assertEquals(List.of(" a ,b,,", "", "c"), fields.values("X-List"));
    assertEquals(List.of(), fields.values("Host"));
  }

  @Test
  void theElementsOfAListMayStandInSeveralFieldsAndBeEmpty() {
    assertEquals(List.of("a", "b", "c"), fields.elements("x-List"));
    assertEquals(List.of(), fields.elements("Host"));
  }

  @Test
  void anElementIsTheSameInAnyCase() {
    assertTrue(fields.hasElement("X-List", "B"));
    assertTrue(fields.hasElement("X-List", "c"));
    assertFalse(fields.hasElement("X-List", "d"));
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Key, any, true",
    "Sec-WebSocket-Version, any, true",
    "Upgrade, WebSocket, true",
    "Upgrade, websocket/13, true",
    "Upgrade, 'h2c, websocket', true",
    "Upgrade, h2c, false",
    "Connection, Upgrade, false"
  })
  void aRequestAsksForAWebSocketHoweverBadlyItSaysSo(String name, String value, boolean asks) {
    HandshakeRequest request =
        new HandshakeRequest(
            "GET",
            "HTTP/1.1",
            Target.of("/"),
            new Fields(List.of(new Field(name, value))),
            new Peer("192.0.2.1:1", null));
    assertEquals(asks, request.asksForWebSocket());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "AZaz09",
        "a-b_c.d~e",
        "a:",
        "a:0",
        "a:65535",
        "[::1]",
        "[::1]:80",
        "[v1.AZaz09]",
        "%41"
      })
  void anAuthorityIsAHostAndPerhapsAPort(String authority) {
    assertTrue(Authority.isValid(authority));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":80", "a:65536", "a:x", "a:8/", "a/b", "a b", "a@b", "[]", "[::1", "[::1]x", "[:/:]",
        "a:80:80", "{", "[", "`", "a:-1"
      })
  void whatElseThereIsIsNoAuthority(String authority) {
    assertFalse(Authority.isValid(authority));
  }

  @Test
  void aTokenIsOfLettersDigitsAndFifteenSymbols() {
    for (char c = 0; c < 256; c++) {
      boolean isLetterOrDigit = c < 128 && Character.isLetterOrDigit(c);
      assertEquals(
          isLetterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0,
          Tokens.isToken(String.valueOf(c)),
          "character " + (int) c);
    }
    assertFalse(Tokens.isToken(""));
    assertFalse(Tokens.isToken("a b"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "plain, 'plain'",
        "it's, 'it%27s'",
        "a\"b, 'a%22b'",
        "a\\b, 'a%5Cb'",
        "a\u0000b, 'a%00b'",
        "a\u007fb, 'a%7Fb'",
        "\u00c3\u00a9, '\u00e9'",
        "\u00e9, '\u00e9'",
        "\u00e2\u0080\u00a8, '%u2028'",
        "\u00e2\u0080\u008b, '%u200B'",
        "\u00ee\u0080\u0080, '%uE000'"
      })
  void whatAClientSentIsShownInQuotesWithNothingUnprintable(String sent, String shown) {
    assertEquals(shown, Quoted.of(sent));
  }

  @Test
  void ofWhatAClientSentAHundredCharactersAreShown() {
    assertEquals("'" + "x".repeat(100) + "'", Quoted.of("x".repeat(100)));
    assertEquals("'" + "x".repeat(100) + "...'", Quoted.of("x".repeat(101)));
  }
}
