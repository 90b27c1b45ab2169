package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Several connections at once. */
@QuarkusTest
class TabsTest extends PageTestCase {

  @Test
  void aFirstVisitHasOneConnectionAndNoTabs() {
    assertThat(page.getByRole(AriaRole.TAB)).hasCount(0);
    assertThat(button("Open another connection")).isVisible();
  }

  @Test
  void eachConnectionHasALogOfItsOwn() {
    connect();
    say("first");
    assertThat(received()).hasText("接收数据: first");
    button("Open another connection").click();
    assertThat(page.locator(".entry")).hasCount(0);
    connectTo(socket("/ws"));
    say("second");
    assertThat(received()).hasText("second");
    tab(0).click();
    assertThat(received()).hasText("接收数据: first");
    assertThat(address()).hasValue(socket("/"));
    assertThat(button("Disconnect")).isVisible();
  }

  @Test
  void theTallyCountsOpenConnectionsByInstance() {
    var tally = page.locator("#tally");
    connect();
    button("Open another connection").click();
    connect();
    assertThat(tally).hasText(Pattern.compile("by instance: [0-9a-f]{8}: 2"));
    button("Disconnect").click();
    assertThat(tally).hasText(Pattern.compile("by instance: [0-9a-f]{8}: 1"));
  }

  /** Behind several replicas another one may answer. */
  @Test
  void theInstanceIsAskedForAgainWhereOneThatAnswersDoesNotKnowIt() {
    var asked = new AtomicInteger();
    page.route(
        "**/api/connections?label=*",
        route -> {
          if (asked.incrementAndGet() <= 2) {
            route.fulfill(unknownTo("other"));
          } else {
            route.resume();
          }
        });
    button("Open another connection").click();
    connect();
    assertThat(page.locator("#tally")).hasText(Pattern.compile("by instance: [0-9a-f]{8}: 1"));
  }

  @Test
  void whoAnsweredIsSaidWhereNobodyKnowsTheConnection() {
    page.route("**/api/connections?label=*", route -> route.fulfill(unknownTo("abcdef01")));
    button("Open another connection").click();
    connect();
    assertThat(page.locator("#tally"))
        .hasText("Open connections by instance: not known to abcdef01, which answered: 1");
    button("Disconnect").click();
    assertThat(status()).containsText("knows nothing of this connection: instance abcdef01.");
  }

  private static Route.FulfillOptions unknownTo(String instance) {
    return new Route.FulfillOptions()
        .setContentType("application/json")
        .setHeaders(Map.of("Echosounder-Instance", instance))
        .setBody("{\"connections\": []}");
  }

  @Test
  void whatArrivesElsewhereIsCountedOnItsTab() {
    connectTo(socket("/ws/stream?count=3"));
    button("Open another connection").click();
    assertThat(tab(0)).hasText(Pattern.compile("^1 /ws/stream\\?count=3 \\([123]\\) closed$"));
    tab(0).click();
    assertThat(tab(0)).hasText("1 /ws/stream?count=3 closed");
    assertThat(received()).hasCount(3);
  }

  @Test
  void theTabsAreMovedThroughAndClosedFromTheKeyboard() {
    button("Open another connection").click();
    assertThat(tab(1)).isFocused();
    page.keyboard().press("ArrowLeft");
    assertThat(tab(0)).isFocused();
    assertThat(tab(0)).hasAttribute("aria-selected", "true");
    page.keyboard().press("End");
    page.keyboard().press("Delete");
    assertThat(page.getByRole(AriaRole.TAB)).hasCount(0);
    assertThat(button("Open another connection")).isFocused();
  }

  @Test
  void theLinkBringsBackEverySettingOfEachConnection() {
    address().fill(socket("/ws?delay=1s"));
    unfold("Options");
    page.getByLabel("Close code").fill("4001");
    page.getByLabel("Close reason").fill("tide");
    page.getByLabel("Reconnect after").uncheck();
    unfold("Repeat");
    page.getByLabel("Sizes").fill("1KiB");
    button("Filter, times, export").click();
    page.locator("#filter").fill("wave");
    button("Open another connection").click();
    address().fill(socket("/ws/stream"));
    var link = (String) page.evaluate("location.href");
    open(new Browser.NewContextOptions().setLocale("en-US"), URI.create(link));
    assertThat(address()).hasValue(socket("/ws/stream"));
    tab(1).click();
    assertThat(address()).hasValue(socket("/ws?delay=1s"));
    assertThat(page.locator("#close-code")).hasValue("4001");
    assertThat(page.locator("#close-reason")).hasValue("tide");
    assertThat(page.locator("#reconnect")).not().isChecked();
    assertThat(page.locator("#repeat-sizes")).hasValue("1KiB");
    assertThat(page.locator("#filter")).hasValue("wave");
    assertThat(page.locator("#filter")).isVisible();
  }

  private Locator tab(int at) {
    return page.getByRole(AriaRole.TAB).nth(at);
  }

  @Test
  void theTabOfAConnectionThatWaitsToReconnectSaysSo() throws Exception {
    var server = new RoughServer();
    connectTo(server.address());
    button("Open another connection").click();
    server.close();
    server.client().cut();
    assertThat(
            page.getByRole(
                AriaRole.TAB,
                new Page.GetByRoleOptions().setName(Pattern.compile("waiting to reconnect"))))
        .isVisible();
    forgive("ERR_CONNECTION_REFUSED");
  }
}
