package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, 3.2, and RFC 3986, 6.2.2. */
class TargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /ws                    | /ws     | -
          /ws?                   | /ws     | ''
          /ws?a=b&c?d            | /ws     | a=b&c?d
          /%77s                  | /ws     | -
          /%2Fws                 | /%2Fws  | -
          /./ws                  | /ws     | -
          /a/../ws               | /ws     | -
          /../ws                 | /ws     | -
          //ws                   | /ws     | -
          /ws/                   | /ws/    | -
          /ws/.                  | /ws/    | -
          /ws%                   | /ws%    | -
          http://a/ws?x          | /ws     | x
          HTTPS://a              | /       | -
          ws://a?x               | /       | x
          """)
  void aTargetHasAPathAndPerhapsAQuery(String raw, String path, String query) {
    Target target = Target.of(raw);
    assertEquals(path, target.path());
    assertEquals(query, target.query());
    assertNull(target.fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ws",
        "?x=1",
        "*",
        "http:///ws",
        "http://",
        "http:/ws",
        "ftp://a/ws",
        "/w s",
        "/ws#x",
        "/ws\u0001",
        "http://a b/",
        "http://user@a/",
        "a:443"
      })
  void aTargetThatIsNoneHasAFault(String raw) {
    assertNotNull(Target.of(raw).fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{a}", "|", "^", "`", "\\", "%", "100%&a", "\"<>", "[]", "\u00e4\u00b8\u00ad"})
  void whatBrowsersSendAsItIsIsNoFaultAndAUriWhenEncoded(String sent) {
    Target target = Target.of("/ws?q=" + sent);
    assertNull(target.fault());
    assertEquals("q=" + sent, target.query());
    assertDoesNotThrow(() -> new URI(target.encoded()));
  }

  @Test
  void encodingKeepsWhatIsEncoded() {
    assertEquals("/ws?a=%7Bb%7D&c=%7b&d=1%25", Target.of("/ws?a={b}&c=%7b&d=1%").encoded());
    assertEquals("http://[::1]:80/%5B?x", Target.of("http://[::1]:80/[?x").encoded());
  }

  @Test
  void onlyWhatNeedsNoEncodingIsDecodedInAPath() {
    for (int c = 0; c < 256; c++) {
      boolean isUnreserved = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      String encoded = "%%%02X".formatted(c);
      assertEquals(
          "/a" + (isUnreserved ? String.valueOf((char) c) : encoded) + "b",
          Target.of("/a" + encoded + "b").path());
    }
    assertEquals("/%zz%4z%00", Target.of("/%zz%4z%00").path());
    assertEquals("/wsA", Target.of("/ws%41").path(), "at the end as well");
  }

  @Test
  void onlyWhatAUriMayHoldStaysAsItIs() {
    for (char c = '!'; c < 127; c++) {
      boolean stays = Character.isLetterOrDigit(c) || "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0;
      assertEquals(
          "/ws?" + (stays ? String.valueOf(c) : "%%%02X".formatted((int) c)),
          Target.of("/ws?" + c).encoded());
    }
    assertEquals("/ws?%41", Target.of("/ws?%41").encoded(), "what is encoded at the end");
    assertEquals("/ws?%00", Target.of("/ws?%00").encoded());
    assertEquals("*", Target.of("*").encoded());
  }

  @Test
  void aFaultNamesTheTargetAndWhatIsWrong() {
    assertEquals(
        "The request target is '/w s'; white space, control characters and # must be"
            + " percent-encoded there (RFC 9112, 3.2).",
        Target.of("/w s").fault());
    assertEquals(
        "The request target is 'ws'; it must be a path that begins with a slash, or a whole http"
            + " URI (RFC 9112, 3.2).",
        Target.of("ws").fault());
    assertEquals(
        "The request target is 'http:///ws'; a whole URI must name a host (RFC 9110, 4.2.1).",
        Target.of("http:///ws").fault());
    assertEquals(
        "The request target is '://a'; it must be a path that begins with a slash, or a whole http"
            + " URI (RFC 9112, 3.2).",
        Target.of("://a").fault());
    assertNotNull(Target.of("/ws\u007f").fault());
  }
}
