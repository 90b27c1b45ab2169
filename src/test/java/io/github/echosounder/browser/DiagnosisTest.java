package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The examination of an address as far as a browser can run it, and what it names as the cause. */
@QuarkusTest
class DiagnosisTest extends PageTestCase {

  @Test
  void aGoodPathPassesEachStepThatABrowserCanRun() {
    examine("/ws");
    assertThat(summary()).hasText("pass: Everything that a browser can try works.");
    for (var step :
        new String[] {
          "upgrade",
          "text",
          "binary",
          "empty",
          "compression",
          "sizes",
          "burst",
          "buffering",
          "rtt",
          "close",
          "reconnect"
        }) {
      assertThat(step(step)).containsText("pass");
    }
    assertThat(step("ping")).containsText("A page cannot do this");
  }

  @Test
  void aServerThatRepeatsAnEchoIsFound() {
    examine("/ws?duplicate=1");
    assertThat(step("burst")).containsText("A message came back twice.");
  }

  @Test
  void aServerThatChangesMessagesIsFoundAndTheRestIsPointless() {
    examine("/ws?corrupt=1");
    assertThat(summary()).hasText("fail: The message came back changed.");
    assertThat(step("sizes")).containsText("Pointless");
  }

  @Test
  void aRefusedHandshakeIsNamedWithItsStatus() {
    examine("/ws/refuse?status=502");
    assertThat(summary()).containsText("answered with 502 instead of 101");
    forgive("WebSocket connection to");
  }

  private void examine(String path) {
    address().fill(socket(path));
    button("Diagnose this address").click();
    button("Run").click();
    assertThat(button("Copy as JSON")).isVisible();
  }

  private Locator summary() {
    return page.locator("#diagnosis .verdict");
  }

  private Locator step(String id) {
    return page.locator("#diagnosis [data-step=" + id + "]");
  }
}
