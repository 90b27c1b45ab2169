package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A fresh page in a Chromium for each test. Each must end without a console error, which a breach
 * of the Content-Security-Policy is, and without a request to another host.
 */
@NeedsChromium
@ExtendWith(SharedBrowser.class)
abstract class PageTestCase {

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI home;

  Page page;

  private final List<String> complaints = new ArrayList<>();
  private final List<String> strangers = new ArrayList<>();
  private BrowserContext context;

  @BeforeEach
  void openPage() {
    open(new Browser.NewContextOptions().setLocale("en-US"), home);
  }

  @AfterEach
  void nothingWentWrong() {
    context.close();
    assertEquals(List.of(), complaints, "errors on the console");
    assertEquals(List.of(), strangers, "requests to other hosts");
  }

  /** Opens the page anew, as a visitor with these preferences sees it. */
  final void open(Browser.NewContextOptions preferences, URI address) {
    if (context != null) {
      context.close();
    }
    context = SharedBrowser.browser().newContext(preferences);
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text() + " " + message.location());
      }
    });
    page.onRequest(request -> {
      var host = URI.create(request.url()).getAuthority();
      if (host != null && !host.equals(address.getAuthority())) {
        strangers.add(request.url());
      }
    });
    page.navigate(address.toString());
  }

  /** Chromium reports on the console what a page cannot prevent, such as a failed handshake. */
  final void forgive(String complaint) {
    complaints.removeIf(text -> text.contains(complaint));
  }

  final Locator address() {
    return page.getByLabel("Address", new Page.GetByLabelOptions().setExact(true));
  }

  final void connect() {
    button("Connect").click();
    assertThat(status()).containsText("Open after");
  }

  final void connectTo(String address) {
    address().fill(address);
    connect();
  }

  final void say(String text) {
    message().fill(text);
    message().press("Enter");
  }

  /** Opens the folded part of the page with this title. */
  final void unfold(String title) {
    page.locator("summary").getByText(title, new Locator.GetByTextOptions().setExact(true)).click();
  }

  final Locator detail() {
    return page.locator("#detail");
  }

  final Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  final Locator message() {
    return page.locator("#message");
  }

  final Locator status() {
    return page.getByRole(AriaRole.STATUS);
  }

  final Locator sent() {
    return page.locator(".sent .payload");
  }

  final Locator received() {
    return page.locator(".received .payload");
  }

  /** The socket address beside the page, as a user would type it. */
  final String socket(String path) {
    return "ws://" + home.getAuthority() + path;
  }
}
