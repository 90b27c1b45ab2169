package io.github.echosounder.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One Chromium for all test classes that one class loader of Quarkus has loaded. */
final class SharedBrowser implements BeforeAllCallback {

  private static @Nullable Browser browser;

  static Browser browser() {
    return Objects.requireNonNull(browser);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (browser == null) {
      PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(Chromium.find().orElseThrow())
                      .setArgs(Chromium.ARGUMENTS));
      // Closed behind the last test.
      context.getRoot().getStore(Namespace.GLOBAL).put(playwright, playwright);
    }
  }
}
