package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log under load, and while somebody reads it. */
@QuarkusTest
class LogTest extends PageTestCase {

  private RoughServer server;
  private RoughServer.Client client;

  @BeforeEach
  void connectToRoughServer() throws Exception {
    server = new RoughServer();
    connectTo(server.address());
    client = server.client();
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void aFloodLeavesTheNewestFiveHundredEntries() throws Exception {
    client.send("wave", 20_000);
    client.send("the last wave", 1);
    assertThat(page.locator("#log-count")).hasText("last 500 of 20,003 entries");
    assertThat(page.locator(".entry")).hasCount(500);
    assertThat(received().last()).hasText("the last wave");
  }

  @Test
  void theLogIsPaintedOncePerFrameHoweverMuchArrives() throws Exception {
    page.evaluate(
        """
        () => {
          window.frames = 0; window.paints = 0;
          const count = () => { window.frames++; requestAnimationFrame(count); };
          requestAnimationFrame(count);
          new MutationObserver(() => window.paints++)
            .observe(document.getElementById('log-list'), { childList: true });
        }
        """);
    client.send("wave", 5_000);
    assertThat(page.locator("#log-count")).hasText("last 500 of 5,002 entries");
    assertEquals(true, page.evaluate("window.paints <= window.frames + 1"));
  }

  @Test
  void aReaderWhoScrolledUpIsLeftInPeace() throws Exception {
    client.send("wave", 100);
    assertThat(page.locator(".received")).hasCount(100);
    var log = page.getByRole(AriaRole.LOG);
    log.evaluate("log => log.scrollTop = 0");
    var follow = page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Follow"));
    assertThat(follow).not().isChecked();
    client.send("wave", 7);
    assertThat(button("Newest entries (7)")).isVisible();
    assertEquals(0, log.evaluate("log => log.scrollTop"));
    button("Newest entries (7)").click();
    assertThat(follow).isChecked();
    assertEquals(true, log.evaluate("l => l.scrollTop + l.clientHeight >= l.scrollHeight - 1"));
  }

  @Test
  void aScreenReaderHearsTheFirstMessageAtOnceAndThenASummary() {
    page.clock().install();
    page.clock().pauseAt(System.currentTimeMillis() + 60_000);
    page.evaluate(
        """
        async () => {
          const { Announcer } = await import('./page/announcer.js');
          window.announcer = new Announcer(document.querySelector('[aria-live=polite]'));
        }
        """);
    var spoken = page.locator("[aria-live=polite]");
    page.evaluate("announcer.heard('first wave')");
    page.clock().runFor(1);
    assertThat(spoken).hasText("Received: first wave");
    for (int i = 0; i < 5; i++) {
      page.evaluate("announcer.heard('wave')");
      page.clock().runFor(300);
      assertThat(spoken).hasText("Received: first wave");
    }
    page.clock().runFor(1_000);
    assertThat(spoken).hasText("5 messages received");
  }
}
