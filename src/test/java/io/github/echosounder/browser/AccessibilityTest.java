package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The page without a mouse, without eyes, in little light and in little space (WCAG 2.2 AA). */
@QuarkusTest
class AccessibilityTest extends PageTestCase {

  /** Each visible text whose contrast with the nearest background is below 4.5 to 1. */
  private static final String FAINT_TEXTS =
      """
      () => {
        const rgba = (colour) => {
          const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
          return { light: [r, g, b], a };
        };
        const luminance = (colour) => {
          const [r, g, b] = colour.map((c) => c / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (node) => {
          for (let n = node; n; n = n.parentElement) {
            const { light, a } = rgba(getComputedStyle(n).backgroundColor);
            if (a === 1) return light;
          }
          return [255, 255, 255];
        };
        const ownText = (node) => [...node.childNodes]
          .some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
        return [...document.body.querySelectorAll('*')]
          .filter((node) => ownText(node) && node.checkVisibility() && node.tagName !== 'NOSCRIPT')
          .map((node) => {
            const [dark, bright] = [rgba(getComputedStyle(node).color).light, behind(node)]
              .map(luminance).sort((a, b) => a - b);
            return { text: node.textContent.trim(), ratio: (bright + 0.05) / (dark + 0.05) };
          })
          .filter(({ ratio }) => ratio < 4.5)
          .map(({ text, ratio }) => `${text}: ${ratio.toFixed(2)}`);
      }
      """;

  private static final String VIOLATIONS =
      """
      async () => {
        const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { violations } = await axe.run(document, { runOnly: rules });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
      }
      """;

  @Test
  void everythingCanBeDoneFromTheKeyboard() {
    tabTo("combobox", "Colours");
    tabTo("button", "English");
    tabTo("button", "中文");
    tabTo("textbox", "Address");
    page.keyboard().press("Enter");
    assertThat(status()).containsText("Open after");
    assertThat(message()).isFocused();
    page.keyboard().type("first");
    page.keyboard().press("Shift+Enter");
    page.keyboard().type("second");
    page.keyboard().press("Enter");
    assertThat(received()).hasText("接收数据: first\nsecond");
    tabTo("combobox", "Send as");
    tabTo("button", "Send");
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    tabTo("checkbox", "Follow");
    tabTo("button", "Filter, times, export");
    tabTo("button", "Clear");
    tabTo("listbox", "Entries of the log");
    page.keyboard().press("End");
    assertThat(page.locator("#detail pre")).hasText("接收数据: first\nsecond");
    page.keyboard().press("ArrowUp");
    assertThat(page.locator("#detail pre")).hasText("first\nsecond");
    page.keyboard().press("Escape");
    assertThat(page.locator("#detail")).isHidden();
    for (int i = 0; i < 10; i++) {
      page.keyboard().press("Shift+Tab");
    }
    assertThat(button("Disconnect")).isFocused();
    page.keyboard().press("Enter");
    assertThat(status()).containsText("Closed: 1000");
    assertThat(button("Connect")).isFocused();
  }

  @Test
  void everyControlHasARoleAndAName() {
    var named =
        Map.of(
            AriaRole.TEXTBOX, List.of("Address", "Message"),
            AriaRole.COMBOBOX, List.of("Colours", "Send as"),
            AriaRole.CHECKBOX, List.of("Follow"),
            AriaRole.LISTBOX, List.of("Entries of the log"),
            AriaRole.REGION, List.of("Connection", "Message", "Log", "Soundings", "This server"),
            AriaRole.BUTTON,
                List.of(
                    "English",
                    "中文",
                    "Connect",
                    "/ replies with a prefix",
                    "/ws exact echo",
                    "Send",
                    "Filter, times, export",
                    "Open another connection",
                    "Diagnose this address",
                    "See the bytes of a WebSocket",
                    "Clear"));
    named.forEach((role, names) -> {
      for (var name : names) {
        assertThat(page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true)))
            .hasCount(1);
      }
      assertThat(page.getByRole(role)).hasCount(names.size());
    });
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"LIGHT", "DARK"})
  void everyTextStandsOutFromItsBackground(ColorScheme scheme) {
    open(new Browser.NewContextOptions().setLocale("en-US").setColorScheme(scheme), home);
    assertEquals(List.of(), page.evaluate(FAINT_TEXTS));
    connect();
    say("");
    say("x".repeat(1_000));
    assertThat(received()).hasCount(2);
    assertEquals(List.of(), page.evaluate(FAINT_TEXTS));
    button("Disconnect").click();
    assertThat(button("Connect")).isVisible();
    address().fill("/nowhere");
    button("Connect").click();
    assertThat(status()).containsText("Plain HTTP on the same path");
    assertEquals(List.of(), page.evaluate(FAINT_TEXTS));
    forgive("/nowhere");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"en-US, LIGHT", "en-US, DARK", "zh-CN, LIGHT", "zh-CN, DARK"})
  void theRulesOfAxeFindNothing(String locale, ColorScheme scheme) throws IOException {
    open(
        new Browser.NewContextOptions().setLocale(locale).setColorScheme(scheme).setBypassCSP(true),
        home.resolve("#url=./ws"));
    try (var script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
      page.evaluate(new String(Objects.requireNonNull(script).readAllBytes(), UTF_8));
    }
    assertEquals(List.of(), page.evaluate(VIOLATIONS), "on the first visit");
    for (var folded : List.of("#options", "#repeat", "#saved", "#over-time", "#server details")) {
      page.locator(folded + " > summary").click();
    }
    page.locator("#tools-toggle").click();
    page.locator("#connect").click();
    assertThat(page.locator("body")).hasAttribute("data-state", "open");
    say("{}");
    page.locator(".received").click();
    page.locator("#save").click();
    for (var table : page.locator("#over-time details > summary").all()) {
      table.click();
    }
    assertEquals(List.of(), page.evaluate(VIOLATIONS), "with everything unfolded");
    page.locator("#another").click();
    assertThat(page.getByRole(AriaRole.TAB)).hasCount(2);
    assertEquals(List.of(), page.evaluate(VIOLATIONS), "with two connections");
    page.locator("#diagnose").click();
    assertEquals(List.of(), page.evaluate(VIOLATIONS), "in the diagnosis");
    page.keyboard().press("Escape");
    page.locator("#learn").click();
    assertThat(page.locator("#lesson")).containsText("101 Switching Protocols");
    assertEquals(List.of(), page.evaluate(VIOLATIONS), "in the lesson");
  }

  @ParameterizedTest(name = "in {0}")
  @CsvSource({"en-US", "zh-CN"})
  void atThreeHundredAndSixtyPixelsNothingIsCutOff(String locale) {
    open(new Browser.NewContextOptions().setLocale(locale).setViewportSize(360, 740), home);
    page.locator("#connect").click();
    assertThat(page.locator("body")).hasAttribute("data-state", "open");
    say("x".repeat(10_000));
    assertThat(received()).hasCount(1);
    assertEquals(
        List.of(),
        page.evaluate(
            """
            () => [...document.body.querySelectorAll('*')]
              // A row shows the beginning, and an ellipsis.
              .filter((node) => !node.closest('.entry .body') || node.matches('.body'))
              .filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > 360)
              .map((node) => node.outerHTML)
            """));
  }

  @Test
  void nothingMovesForThoseWhoAskedForStillness() {
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    page.locator("#state").evaluate("state => state.dataset.tone = 'busy'");
    assertEquals(
        "none",
        page.locator("#state")
            .evaluate("state => getComputedStyle(state, '::before').animationName"));
  }

  private void tabTo(String role, String name) {
    page.keyboard().press("Tab");
    assertThat(
            page.getByRole(
                AriaRole.valueOf(role.toUpperCase(Locale.ROOT)),
                new Page.GetByRoleOptions().setName(name).setExact(true)))
        .isFocused();
  }
}
