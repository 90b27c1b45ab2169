package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The time of an echo is the network's: of the message that it answers, and not of the page. */
@QuarkusTest
class EchoTimesTest extends PageTestCase {

  /** Two thousand equal messages sent at 1, 2, 3... and answered in order, each 5 later. */
  @Test
  void manyEqualMessagesInFlightKeepTheirOwnTimes() {
    assertEquals(
        Map.of("least", 5, "most", 5, "awaited", 0),
        page.evaluate(
            """
            async () => {
              const { Echoes } = await import('./page/echoes.js');
              const echoes = new Echoes();
              for (let i = 0; i < 2000; i++) echoes.sent('wave', i, i);
              const times = [];
              for (let i = 0; i < 2000; i++) times.push(echoes.received('wave', i + 5).rtt);
              return { least: Math.min(...times), most: Math.max(...times), awaited: echoes.awaited };
            }
            """));
  }

  @Test
  void aMessageThatWasOvertakenIsStillPairedWhenItComes() {
    assertEquals(
        "3,1,2,none",
        page.evaluate(
            """
            async () => {
              const { Echoes } = await import('./page/echoes.js');
              const echoes = new Echoes();
              ['a', 'b', 'c'].forEach((text, i) => echoes.sent(text, i + 1, 0));
              return ['c', 'a', 'b', 'a'].map((text) => echoes.received(text, 1)?.of ?? 'none').join();
            }
            """));
  }

  @Test
  void bytesAreComparedWhole() {
    assertEquals(
        "none,1",
        page.evaluate(
            """
            async () => {
              const { Echoes } = await import('./page/echoes.js');
              const echoes = new Echoes();
              const bytes = new Uint8Array(1000);
              const changed = bytes.slice();
              changed[999] = 1;
              echoes.sent(bytes, 1, 0);
              return [changed, bytes].map(({ buffer }) => echoes.received(buffer, 1)?.of ?? 'none').join();
            }
            """));
  }

  @Test
  void aTextThatMerelyEndsLikeOursIsNoEcho() throws Exception {
    try (var server = new RoughServer()) {
      connectTo(server.address());
      var client = server.client();
      say("wave");
      client.send("a pushed wave", 1);
      assertThat(received()).hasCount(1);
      assertThat(page.locator(".received .rtt")).hasText("");
      client.send("wave", 1);
      assertThat(page.locator(".received .rtt").last()).containsText("ms");
    }
  }

  /** The page is kept busy for longer than the echo takes; the echo's time does not show it. */
  @Test
  void aBusyPageDoesNotMakeAnEchoSlower() {
    connectTo(socket("/ws"));
    say("first");
    assertThat(received()).hasCount(1);
    message().fill("second");
    page.evaluate(
        """
        () => {
          document.getElementById('send').click();
          const until = performance.now() + 1500;
          while (performance.now() < until);
        }
        """);
    assertThat(received()).hasCount(2);
    var text = page.locator(".received .rtt").last().textContent();
    assertTrue(Double.parseDouble(text.replaceAll("[^0-9.]", "")) < 1_500, text);
    assertThat(page.locator("#figures-of")).containsText("The page itself added 1");
  }

  @Test
  void theFiguresAreOfTheEchoesThatThePictureShows() {
    page.evaluate(
        """
        async () => {
          const { Echogram } = await import('./page/echogram.js');
          const { Soundings } = await import('./page/soundings.js');
          const canvas = document.getElementById('echogram');
          const shown = new Promise((drawn) => {
            const mine = new Soundings();
            for (let i = 0; i < 900; i++) mine.echo(i, i < 500 ? 1000 : 2);
            new Echogram(canvas, (figures) => figures.count && drawn(figures)).show(mine);
          });
          window.figures = await shown;
        }
        """);
    assertEquals(
        Map.of("median", 2, "slowest", 2),
        page.evaluate("({ median: figures.median, slowest: figures.slowest })"));
  }
}
