package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why a handshake failed: what the server itself recorded of it, and no hop blamed unseen. */
@QuarkusTest
class HandshakeFailureTest extends PageTestCase {

  /** A browser reports a failed handshake, and a problem document, on the console. */
  @AfterEach
  void forgiveFailures() {
    forgive("WebSocket connection to");
    forgive("Failed to load resource");
  }

  @Test
  void aRefusalIsToldByTheServersOwnRecordOfIt() {
    tryTo("/ws/refuse?status=503");
    assertThat(status()).containsText("The handshake was refused with 503");
    assertThat(status()).containsText("The server says: asked for by the client's query");
    assertThat(page.locator(".entry")).hasCount(1);
  }

  @Test
  void aWrongKnobIsNamedWithTheNearestOne() {
    tryTo("/ws?dely=1s");
    assertThat(status()).containsText("The handshake was refused with 400");
    assertThat(status()).containsText("the nearest known there is delay");
  }

  @Test
  void whatTheServerSaysIsSaidInChineseToo() {
    tryTo("/ws?delay=61s");
    assertThat(status()).containsText("The knob delay is '61s'");
    button("中文").click();
    assertThat(status()).containsText("参数 delay 的值是 '61s'；允许：时长，0s 到 60s，例如 250ms。");
    assertThat(status()).not().containsText("allowed");
  }

  @Test
  void aHandshakeThatTheServerHasNotSeenIsNotBlamedOnIt() {
    page.route(
        "**/api/refusals**",
        route -> route.fulfill(new Route.FulfillOptions().setBody("{\"refusals\": []}")));
    tryTo("/ws/refuse");
    assertThat(status()).containsText("Plain HTTP on the same path answers 426");
    assertThat(status()).containsText("has seen no such handshake");
  }

  @Test
  void anAnswerThatIsNotOfThisServerIsOfAProxyBeforeIt() {
    page.route(
        "**/api/refusals**",
        route -> route.fulfill(new Route.FulfillOptions().setBody("{\"refusals\": []}")));
    page.route("**/ws/refuse", route -> route.fulfill(new Route.FulfillOptions().setStatus(502)));
    tryTo("/ws/refuse");
    assertThat(status()).containsText("a proxy before it answers 502");
  }

  @Test
  void aPathOutsideIsExplainedByWhatPlainHttpAnswers() {
    tryTo("/nowhere");
    assertThat(status()).containsText("The handshake failed after");
    assertThat(status()).containsText("Plain HTTP on the same path answers 404");
    assertThat(button("Connect")).isVisible();
    assertThat(page.locator(".entry")).hasCount(1);
  }

  @Test
  void theProblemDocumentOfAFailedHandshakeIsQuoted() {
    page.route(
        "**/nowhere",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(403)
                    .setContentType("application/problem+json")
                    .setBody("{\"title\": \"Origin refused\", \"detail\": \"Ask the harbour.\"}")));
    tryTo("/nowhere");
    assertThat(status()).containsText("Plain HTTP on the same path answers 403 Origin refused.");
    assertThat(status()).containsText("Ask the harbour.");
  }

  @Test
  void theStateTellsOfTheAddressThatWasTriedLast() {
    tryTo("/ws/refuse?status=403");
    assertThat(status()).containsText("refused with 403");
    tryTo("ftp://sea");
    assertThat(status()).hasText("Not connected: the address is not one Nothing was tried.");
  }

  private void tryTo(String typed) {
    address().fill(typed);
    button("Connect").click();
  }
}
