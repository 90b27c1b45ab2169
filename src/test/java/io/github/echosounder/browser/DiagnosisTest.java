package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
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
  void aSubprotocolThatIsEnteredIsExamined() {
    assertThat(page.locator("#options")).isVisible();
    unfold("Options");
    page.getByLabel("Subprotocols").fill("v2.chat");
    examine("/ws?subprotocol=v2.chat");
    assertThat(step("subprotocol")).containsText("Granted: v2.chat.");
    page.keyboard().press("Escape");
    examine("/ws");
    assertThat(summary()).containsText("fail: None of the subprotocols offered (v2.chat)");
    forgive("WebSocket connection to");
  }

  /** In the form of the command. */
  @Test
  void theReportIsTheOneOfTheCommand() throws Exception {
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    examine("/ws?corrupt=1");
    button("Copy as JSON").click();
    assertThat(page.locator("#diagnosis [data-part=copied]")).hasText("Copied.");
    var report =
        new ObjectMapper().readTree((String) page.evaluate("navigator.clipboard.readText()"));
    assertEquals(1, report.get("version").asInt());
    assertEquals("message-altered", report.get("cause").asText());
    assertEquals(6, report.get("exitCode").asInt());
    assertEquals(
        "dns tcp tls upgrade headers text binary empty utf8-split fragmentation compression"
            + " subprotocol ping sizes burst buffering rtt idle close reconnect",
        report.get("steps").findValuesAsText("id").stream().collect(Collectors.joining(" ")));
  }

  @Test
  void aServerThatRepeatsAnEchoIsFound() {
    examine("/ws?duplicate=1");
    assertThat(step("burst")).containsText("A message came back twice.");
  }

  /** What comes after a gap has not changed its place. */
  @Test
  void aServerThatLosesMessagesIsFound() {
    examine("/ws?drop=0.02&seed=2");
    assertThat(step("burst")).containsText("Messages sent in a burst did not all come back.");
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
    // A message that was lost is waited for.
    assertThat(button("Copy as JSON"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(90_000));
  }

  private Locator summary() {
    return page.locator("#diagnosis .verdict");
  }

  private Locator step(String id) {
    return page.locator("#diagnosis [data-step=" + id + "]");
  }
}
