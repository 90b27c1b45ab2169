package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
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
  void aFloodLeavesTheNewestHundredThousandEntriesOfWhichTheVisibleAreRows() throws Exception {
    client.send("wave", 110_000);
    client.send("the last wave", 1);
    assertThat(page.locator("#log-count")).hasText("last 100,000 of 110,002 entries");
    assertEquals(true, page.evaluate("document.querySelectorAll('.entry').length < 100"));
    assertThat(received().last()).hasText("the last wave");
  }

  @Test
  void whatComesDuringAPauseIsKept() throws Exception {
    client.send("before", 3);
    assertThat(received()).hasCount(3);
    button("Filter, times, export").click();
    button("Pause").click();
    client.send("during", 4);
    assertThat(button("Newest entries (4)")).isVisible();
    assertThat(received()).hasCount(3);
    button("Pause").click();
    assertThat(received()).hasCount(7);
  }

  @Test
  void theFilterShowsWhatMatchesAndNothingElse() throws Exception {
    client.send("wave", 2);
    client.send("tide 12", 3);
    button("Filter, times, export").click();
    var filter = page.getByLabel("Filter", new Page.GetByLabelOptions().setExact(true));
    filter.fill("TIDE");
    assertThat(page.locator(".entry")).hasCount(3);
    assertThat(page.locator("#log-count")).hasText("3 of 6 entries");
    client.send("tide 13", 1);
    assertThat(page.locator(".entry")).hasCount(4);
    filter.fill("/tide \\d3/");
    assertThat(page.locator(".entry")).hasCount(1);
    assertThat(received()).hasText("tide 13");
    filter.fill("/(/");
    assertThat(page.locator("#filter-error")).containsText("not a regular expression");
    filter.fill("");
    page.getByLabel("Direction").selectOption("state");
    assertThat(page.locator(".entry")).hasCount(1);
  }

  @Test
  void theLogIsExportedAsLinesOfJson() throws Exception {
    assertEquals(2, occurrences("\"text\":\"=wave\"", exported("NDJSON")));
  }

  /** A spreadsheet must not take a payload for a formula. */
  @Test
  void theLogIsExportedAsATable() throws Exception {
    var table = exported("CSV");
    assertEquals(2, occurrences(",'=wave,", table));
    assertEquals(4, table.lines().count());
  }

  /** HAR 1.2, with the messages where Chromium's developer tools put them. */
  @Test
  void theLogIsExportedAsHar() throws Exception {
    var har = exported("HAR");
    assertEquals(2, occurrences("\"data\": \"=wave\"", har));
    assertEquals(1, occurrences("\"status\": 101", har));
  }

  private String exported(String format) throws Exception {
    client.send("=wave", 2);
    assertThat(received()).hasCount(2);
    button("Filter, times, export").click();
    return Files.readString(page.waitForDownload(() -> button(format).click()).path());
  }

  private static int occurrences(String part, String text) {
    return text.split(Pattern.quote(part), -1).length - 1;
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
    assertThat(page.locator("#log-count")).hasText("5,001 entries");
    assertEquals(true, page.evaluate("window.paints <= window.frames + 1"));
  }

  @Test
  void aReaderWhoScrolledUpIsLeftInPeace() throws Exception {
    client.send("wave", 100);
    assertThat(page.locator("#log-count")).hasText("101 entries");
    var log = page.getByRole(AriaRole.LISTBOX);
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
          window.announcer = new Announcer(document.getElementById('announcer'));
        }
        """);
    var spoken = page.locator("#announcer");
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
