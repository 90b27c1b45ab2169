package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every control of the page, by keys alone. */
@QuarkusTest
class KeyboardTest extends PageTestCase {

  private static final int MOST_STEPS = 200;

  /** Numbers whatever may take the focus here, and gives the names of all, in order. */
  private static final String CONTROLS =
      """
      () => {
        const root = document.querySelector('dialog[open]') ?? document;
        const named = (node) => `${node.id || node.dataset.part || node.dataset.view || ''} ${node.outerHTML.slice(0, 90)}`;
        window.controls = [...root.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
          .filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility());
        window.nameOf = (node) => `${controls.indexOf(node)} ${named(node)}`;
        return controls.map(nameOf);
      }
      """;

  /**
   * What has the focus: its name in CONTROLS, and what is wrong with it. Chromium has a role of its
   * own for a summary, and ARIA has none.
   */
  private static final String FOCUSED =
      """
      () => {
        const node = document.activeElement;
        if (!node || node === document.body || node.matches('dialog')) return ['', ''];
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        const { width, height } = node.getBoundingClientRect();
        const problems = [
          node.matches(':focus-visible') && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? '' : 'no visible focus',
          width && height ? '' : 'no size',
          node.computedName ? '' : 'no name',
          node.matches('summary') || (node.computedRole && node.computedRole !== 'generic') ? '' : 'no role',
        ];
        return [nameOf(node), problems.filter(Boolean).join()];
      }
      """;

  @Test
  void tabReachesEveryControlOfTheFirstVisitAndLeavesItAgain() {
    // What the server tells of itself adds controls.
    assertThat(page.locator("#server-title")).isVisible();
    tabReachesEverything();
  }

  @Test
  void tabReachesEveryControlOfTheUnfoldedPageAndLeavesItAgain() {
    for (var folded : List.of("#options", "#repeat", "#saved", "#over-time", "#server details")) {
      press(folded + " > summary", "Enter");
    }
    press("#tools-toggle", "Enter");
    press("#save", "Enter");
    page.locator("#url").focus();
    page.keyboard().press("Enter");
    assertThat(status()).containsText("Open after");
    page.keyboard().type("wave");
    page.keyboard().press("Enter");
    assertThat(received()).hasCount(1);
    press("#log-scroll", "End");
    assertThat(detail()).isVisible();
    for (var table : page.locator("#over-time details > summary").all()) {
      table.focus();
      page.keyboard().press("Enter");
    }
    press("#another", "Enter");
    assertThat(page.getByRole(AriaRole.TAB)).hasCount(2);
    page.keyboard().press("ArrowLeft");
    assertThat(detail()).isVisible();
    assertThat(page.locator("#knob-list input").first()).isVisible();
    tabReachesEverything();
  }

  @Test
  void tabReachesEveryControlOfTheDiagnosis() {
    press("#diagnose", "Enter");
    press("#diagnosis [data-part=run]", "Enter");
    assertThat(page.locator("#diagnosis [data-part=copies]")).isVisible();
    tabReachesEverything();
    page.keyboard().press("Escape");
    assertThat(page.locator("#diagnosis")).isHidden();
    assertThat(page.locator("#diagnose")).isFocused();
  }

  @Test
  void tabReachesEveryControlOfTheLesson() {
    press("#learn", "Enter");
    assertThat(page.locator("#lesson")).containsText("101 Switching Protocols");
    page.locator("#lesson [data-part=text]").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#lesson [data-part=frames] table")).hasCount(1);
    tabReachesEverything();
    press("#lesson [data-part=compress]", "Space");
    // On another connection, which is to be open before it is ended.
    assertThat(page.locator("#lesson [data-part=handshake]"))
        .containsText("101 Switching Protocols");
    press("#lesson [data-part=end]", "Enter");
    assertThat(page.locator("#lesson [data-part=frames]")).containsText("4000");
    page.keyboard().press("Escape");
    assertThat(page.locator("#learn")).isFocused();
  }

  @Test
  void aConnectionIsChosenSetAndClosedByKeys() {
    press("#options > summary", "Enter");
    press("[data-preset='/ws']", "Enter");
    assertThat(address()).hasValue(socket("/ws"));
    page.locator("#knob-delay").focus();
    page.keyboard().type("20ms");
    assertThat(address()).hasValue(socket("/ws?delay=20ms"));
    page.locator("#close-code").focus();
    page.keyboard().press("Control+A");
    page.keyboard().type("4001");
    press("#reconnect", "Space");
    assertThat(page.locator("#reconnect")).not().isChecked();
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    press("[data-copy=curl]", "Enter");
    assertThat(page.locator("#copied")).hasText("Copied.");
    press("#connect", "Enter");
    assertThat(status()).containsText("Open after");
    press("#connect", "Enter");
    assertThat(status()).containsText("Closed: 4001");
  }

  @Test
  void messagesAreMadeKeptRepeatedAndReadByKeys() {
    connectTo(socket("/ws"));
    page.locator("#send-as").focus();
    page.keyboard().type("Binary, hex");
    page.locator("#message").focus();
    page.keyboard().press("Control+A");
    page.keyboard().type("48 69");
    press("#send", "Enter");
    assertThat(received()).hasText("48 69");
    press("#saved > summary", "Enter");
    press("#save", "Enter");
    assertThat(page.locator("#saved-list li")).hasCount(1);
    press("#saved-list button:first-child", "Enter");
    assertThat(message()).isFocused();
    Download exported = page.waitForDownload(() -> press("#saved-export", "Enter"));
    FileChooser chooser =
        page.waitForFileChooser(() -> press("[data-opens=saved-import]", "Space"));
    chooser.setFiles(exported.path());
    assertThat(page.locator("#saved-state")).containsText("Imported: ");
    press("#saved-list button:last-child", "Enter");
    assertThat(page.locator("#saved-list li")).hasCount(0);
    press("#repeat > summary", "Enter");
    page.locator("#repeat-count").focus();
    page.keyboard().press("Control+A");
    page.keyboard().type("5");
    press("#repeat-start", "Enter");
    assertThat(received()).hasCount(6);
    press("#tools-toggle", "Enter");
    page.locator("#filter-direction").focus();
    page.keyboard().type("Sent");
    assertThat(received()).hasCount(0);
    for (var kind : List.of("ndjson", "csv", "har")) {
      page.waitForDownload(() -> press("#export-" + kind, "Enter"));
    }
    press("#pause", "Space");
    assertThat(page.locator("#pause")).hasAttribute("aria-pressed", "true");
    press("#log-scroll", "Home");
    press("#detail [data-view=base64]", "Enter");
    assertThat(page.locator("#detail pre")).not().hasText("48 69");
    press("#detail [data-part=close]", "Enter");
    assertThat(page.locator("#log-scroll")).isFocused();
    press("#clear", "Enter");
    assertThat(page.locator(".entry")).hasCount(0);
  }

  /** The browser's own button would say it in the browser's language. */
  @Test
  void theButtonsForFilesSpeakTheLanguageOfThePage() {
    open(new Browser.NewContextOptions().setLocale("zh-CN"), home);
    connect("连接", "已连接");
    press("#saved > summary", "Enter");
    assertThat(page.locator("input[type=file]").first()).isHidden();
    FileChooser chooser = page.waitForFileChooser(() -> press("[data-opens=file]", "Enter"));
    chooser.setFiles(
        new com.microsoft.playwright.options.FilePayload(
            "tide.bin", "application/octet-stream", new byte[] {1, 2, 3}));
    assertThat(page.locator("#saved-state")).hasText("已发送：tide.bin");
    assertThat(page.locator("[data-opens=file]")).hasText(Pattern.compile("发送文件"));
  }

  private void connect(String button, String open) {
    button(button).press("Enter");
    assertThat(status()).containsText(open);
  }

  private void press(String selector, String key) {
    page.locator(selector).focus();
    page.keyboard().press(key);
  }

  /** From before the first control to behind the last, each once, none twice. */
  private void tabReachesEverything() {
    @SuppressWarnings("unchecked")
    var expected = (List<String>) page.evaluate(CONTROLS);
    assertTrue(expected.size() > 3, expected::toString);
    page.evaluate("() => { document.activeElement?.blur(); controls[0].focus(); }");
    var reached = new ArrayList<String>();
    var problems = new ArrayList<String>();
    for (int i = 0; i < MOST_STEPS; i++) {
      @SuppressWarnings("unchecked")
      var focused = (List<String>) page.evaluate(FOCUSED);
      if (focused.get(0).isEmpty() || reached.contains(focused.get(0))) {
        break;
      }
      reached.add(focused.get(0));
      // The first was not focused by a key.
      if (i > 0 && !focused.get(1).isEmpty()) {
        problems.add(focused.get(1) + ": " + focused.get(0));
      }
      page.keyboard().press("Tab");
    }
    assertEquals(String.join("\n", expected), String.join("\n", reached));
    assertEquals(List.of(), problems);
  }
}
