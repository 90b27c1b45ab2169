package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** English and Chinese. */
@QuarkusTest
class LanguageTest extends PageTestCase {

  @Test
  void theBrowsersLanguageChooses() {
    open(new Browser.NewContextOptions().setLocale("zh-TW"), home);
    assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
    assertThat(button("连接")).isVisible();
    open(new Browser.NewContextOptions().setLocale("fr-FR"), home);
    assertThat(page.locator("html")).hasAttribute("lang", "en");
    assertThat(button("Connect")).isVisible();
  }

  @Test
  void theVisitorsChoiceIsRemembered() {
    button("中文").click();
    assertThat(button("连接")).isVisible();
    page.reload();
    assertThat(button("连接")).isVisible();
    assertThat(button("中文")).hasAttribute("aria-pressed", "true");
  }

  @Test
  void whatTheLogAlreadySaysIsSaidInTheOtherLanguageToo() {
    connect();
    button("Disconnect").click();
    assertThat(status()).containsText("Closed: 1000 after ");
    button("中文").click();
    assertThat(status()).containsText("已关闭：1000，持续 ");
    assertThat(page.locator("#log-list")).containsText("连接的任务已经完成。");
    assertThat(page.locator("#log-list")).not().containsText("fulfilled");
  }

  @Test
  void bothLanguagesHaveTheSameWordsToFillIn() {
    assertEquals(
        List.of(),
        page.evaluate(
            """
            async () => {
              const { WORDS } = await import('./page/wording.js');
              const names = (words) => (words ?? 'absent').match(/\\{\\w+\\}|absent/g)?.sort().join() ?? '';
              return Object.keys(WORDS).filter((key) => names(WORDS[key][0]) !== names(WORDS[key][1]));
            }
            """));
  }

  @Test
  void everythingOnThePageHasItsWords() {
    assertEquals(
        List.of(),
        page.evaluate(
            """
            async () => {
              const { WORDS } = await import('./page/wording.js');
              const asked = [...document.querySelectorAll('[data-t], [data-t-label], [data-t-placeholder]')]
                .map((node) => node.dataset.t ?? node.dataset.tLabel ?? node.dataset.tPlaceholder);
              return asked.filter((key) => !(key in WORDS));
            }
            """));
  }
}
