package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be sent, and how often. */
@QuarkusTest
class ComposerTest extends PageTestCase {

  @BeforeEach
  void connectExactly() {
    connectTo(socket("/ws"));
  }

  @Test
  void base64IsSentAsTheBytesThatItStandsFor() {
    page.getByLabel("Send as").selectOption("base64");
    say("AP9+");
    assertThat(received()).hasText("00 ff 7e");
    say("AP9");
    say("?");
    assertThat(page.locator("#message-error")).containsText("not base64");
  }

  @Test
  void whatIsNotJsonIsNotSentAsJson() {
    page.getByLabel("Send as").selectOption("json");
    say("{\"a\": ");
    assertThat(page.locator("#message-error")).containsText("This is not JSON");
    assertThat(sent()).hasCount(0);
    say("{\"a\": [1]}");
    assertThat(received()).hasText("{\"a\": [1]}");
    page.locator(".received").click();
    button("JSON").click();
    assertThat(detail().locator("pre")).hasText("{\n  \"a\": [\n    1\n  ]\n}");
    button("Hex").click();
    assertThat(detail().locator("pre")).containsText("000000  7b 22 61 22");
    assertThat(detail()).containsText("identical to what was sent");
  }

  @Test
  void theArrowKeysBringBackWhatWasSent() {
    say("first");
    say("second");
    assertThat(received()).hasCount(2);
    message().press("ArrowUp");
    assertThat(message()).hasValue("second");
    message().press("ArrowUp");
    assertThat(message()).hasValue("first");
    message().press("ArrowDown");
    assertThat(message()).hasValue("second");
  }

  @Test
  void aRepeatSendsSoManyWithTheTemplatesFilledIn() {
    unfold("Repeat");
    message().fill("{{seq}} {{uuid}} {{random:3}}");
    page.getByLabel("Fill in").check();
    page.getByLabel("Times", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
        .first()
        .fill("300");
    page.getByLabel("Interval, ms").fill("0");
    button("Start").click();
    assertThat(page.locator("#repeat-state")).hasText("Done.");
    assertThat(page.locator("#count-received")).hasText("300");
    assertThat(received().last()).hasText(Pattern.compile("^300 [0-9a-f-]{36} [a-z0-9]{3}$"));
  }

  @Test
  void aSweepSendsSoManyOfEachSize() {
    unfold("Repeat");
    message().fill("回声");
    page.locator("#repeat-count").fill("2");
    page.locator("#repeat-interval").fill("0");
    page.locator("#repeat-ramp").fill("20");
    page.getByLabel("Sizes").fill("7, 1KiB");
    button("Start").click();
    assertThat(page.locator("#count-received")).hasText("4");
    assertThat(page.locator(".received .kind"))
        .hasText(
            new String[] {
              "text · 7 bytes", "text · 7 bytes", "text · 1,024 bytes", "text · 1,024 bytes"
            });
    assertThat(received().first()).hasText("回声.");
  }

  @Test
  void aSizeAboveTheLimitIsRefusedBesideItsField() {
    unfold("Repeat");
    page.getByLabel("Sizes").fill("17MiB");
    button("Start").click();
    assertThat(page.locator("#repeat-error")).containsText("A size is 1 byte to 16 MiB");
    assertThat(page.locator("#repeat-sizes")).hasAttribute("aria-invalid", "true");
    assertThat(sent()).hasCount(0);
  }

  @Test
  void whatTheBrowserCannotGetRidOfIsShown() {
    button("Disconnect").click();
    connectTo(socket("/ws?stall-after=1&compress=off"));
    say("stall");
    unfold("Repeat");
    page.locator("#repeat-count").fill("40");
    page.locator("#repeat-interval").fill("0");
    page.getByLabel("Sizes").fill("1MiB");
    button("Start").click();
    assertThat(page.locator("#buffered")).containsText("wait in the browser’s buffer");
    assertThat(page.locator("#repeat-state")).containsText("waiting: ");
  }

  @Test
  void anAlteredEchoIsHeldAgainstWhatWasSent() {
    say("the same");
    assertThat(page.locator(".received .equal")).hasText("=");
    button("Disconnect").click();
    connectTo(socket("/ws?corrupt=1&seed=7"));
    say("a wave of the sea");
    assertThat(page.locator(".received .different")).hasText("≠");
    page.locator(".received").last().click();
    assertThat(detail()).containsText("Not what was sent; the first difference is at byte");
    assertThat(detail().locator("del")).hasText("a wave of the sea");
    assertThat(detail().locator("ins")).not().hasText("a wave of the sea");
  }

  @Test
  void theDigestOfAMessageIsShown() {
    say("abc");
    page.locator(".received").click();
    assertThat(detail()).containsText("SHA-1 a9993e364706816aba3e25717850c26c9cd0d89d");
  }

  @Test
  void aRepeatCanBeStopped() {
    unfold("Repeat");
    page.locator("#repeat-count").fill("1000000");
    page.locator("#repeat-interval").fill("100");
    button("Start").click();
    button("Stop repeating").click();
    assertThat(button("Start")).isEnabled();
  }

  @Test
  void aWrongCountIsRefusedBesideItsField() {
    unfold("Repeat");
    page.locator("#repeat-count").fill("many");
    button("Start").click();
    assertThat(page.locator("#repeat-error")).containsText("from 1 to 1,000,000");
    assertThat(sent()).hasCount(0);
  }

  @Test
  void aFileThatIsDroppedIsSentAsABinaryMessage() {
    page.evaluate(
        """
        () => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array([1, 2, 255])], 'chart.bin'));
          document.querySelector('.composer')
            .dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
        }
        """);
    assertThat(received()).hasText("01 02 ff");
  }
}
