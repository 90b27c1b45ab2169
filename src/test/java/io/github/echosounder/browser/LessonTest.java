package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import io.quarkus.test.junit.QuarkusTest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The visitor's own handshake and frames, taken apart. */
@QuarkusTest
class LessonTest extends PageTestCase {

  @BeforeEach
  void openLesson() {
    button("See the bytes of a WebSocket").click();
    assertThat(lesson()).containsText("HTTP/1.1 101 Switching Protocols");
  }

  /** RFC 6455, 4.2.2. */
  @Test
  void theAcceptFollowsFromTheKeyThatTheBrowserSent() throws Exception {
    var text = lesson().textContent();
    var key = first("Sec-WebSocket-Key: (\\S{24})", text);
    var guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    var digest = MessageDigest.getInstance("SHA-1").digest((key + guid).getBytes(US_ASCII));
    assertEquals(Base64.getEncoder().encodeToString(digest), first("-Accept: (\\S{28})", text));
  }

  /** RFC 6455, 5.2 and 5.3. */
  @Test
  void theFrameOfAMessageIsShownBitByBit() {
    send("Hi");
    var frame = lesson().locator("table").first();
    assertThat(frame.locator("caption")).hasText(Pattern.compile("^81 82( [0-9a-f]{2}){4}$"));
    assertThat(frame).containsText("0000010");
    assertThat(frame).containsText("48 69");
  }

  @Test
  void aLongerMessageHasItsLengthInTwoBytesMore() {
    send("x".repeat(300));
    assertThat(lesson().locator("table").first())
        .containsText("126 says that the next 2 bytes are the length: 300.");
    assertThat(lesson().locator("table").first()).containsText("the following 2 bytes interpreted");
  }

  @Test
  void aCompressedMessageIsKnownByItsFirstReservedBit() {
    lesson().getByLabel("With compression").check();
    send("wave wave wave wave");
    assertThat(lesson().locator("table").first()).containsText("permessage-deflate has compressed");
    // What went over the wire is not known here, and is not what was typed.
    assertThat(lesson().locator("table").first()).not().containsText("77 61 76 65");
  }

  /** RFC 6455, 5.5.1. */
  @Test
  void aCloseIsShownWithItsCodeInTwoBytesAndItsReason() {
    lesson().getByText("Send a Close").click();
    var frame = lesson().locator("table").first();
    assertThat(frame.locator("caption")).hasText("88 05");
    assertThat(frame).containsText("0f a0");
    assertThat(frame).containsText("62 79 65");
  }

  /** RFC 6455, 5.7, and RFC 7692, 7.2.3.1. */
  @Test
  void framesThatABrowserDoesNotSendAreShownByTheExamplesOfTheRfcs() {
    var examples = lesson().locator("[data-part=examples]");
    assertThat(examples.locator("caption"))
        .hasText(new String[] {"01 03", "80 02", "89 05", "8a 85 37 fa 21 3d", "c1 07"});
    assertThat(examples).containsText("7f 9f 4d 51 58");
    assertThat(examples).containsText("(RFC 7692, 6)");
  }

  private void send(String text) {
    lesson().getByLabel("Message").fill(text);
    assertThat(lesson()).containsText("HTTP/1.1 101");
    lesson().getByLabel("Message").press("Enter");
  }

  private Locator lesson() {
    return page.locator("#lesson");
  }

  private static String first(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertEquals(true, found.find());
    return found.group(1);
  }
}
