package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person types becomes the address that was meant, and stays in the page's own. */
@QuarkusTest
class AddressTest extends PageTestCase {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "/ws, HOME/ws",
    "ws, HOME/ws",
    "ws?delay=1s, HOME/ws?delay=1s",
    "?delay=1s, HOME/?delay=1s",
    "./ws/stream, HOME/ws/stream",
    "localhost:10083/ws, ws://localhost:10083/ws",
    "localhost, ws://localhost/",
    "10.0.0.7/ws, ws://10.0.0.7/ws",
    "[::1]:10083/ws, ws://[::1]:10083/ws",
    "echo:10083, ws://echo:10083/",
    "echo.example.com/ws, wss://echo.example.com/ws",
    "echo.example.com:8080/ws, ws://echo.example.com:8080/ws",
    "//echo.example.com/ws, wss://echo.example.com/ws",
    "' wss://echo.example.com#top', wss://echo.example.com/",
    "http://echo.example.com/ws, ws://echo.example.com/ws",
    "https://echo.example.com/ws, wss://echo.example.com/ws",
    "ftp://sea,",
    "javascript:alert(1),",
    "two words,"
  })
  void anAddressIsCompleted(String typed, String completed) {
    var home = socket("");
    assertEquals(
        completed == null ? null : completed.replace("HOME", home),
        page.evaluate(
            "async (typed) => (await import('./page/address.js')).complete(typed)", typed));
  }

  @Test
  void theAddressSurvivesAReloadAndIsRelativeInALink() {
    address().fill(socket("/ws?delay=5ms"));
    page.getByLabel("Send as").selectOption("json");
    message().fill("{\"a\": 1}");
    assertThat(page).hasURL(home + "#url=.%2Fws%3Fdelay%3D5ms&as=json&message=%7B%22a%22%3A+1%7D");
    page.reload();
    assertThat(address()).hasValue(socket("/ws?delay=5ms"));
    assertThat(page.getByLabel("Send as")).hasValue("json");
    assertThat(message()).hasValue("{\"a\": 1}");
  }

  @Test
  void aDoubleClickConnectsOnce() {
    button("Connect").dblclick();
    assertThat(status()).containsText("Open after");
    assertThat(button("Disconnect")).isVisible();
  }

  @Test
  void typingAfterConnectingReplacesTheSample() {
    connect();
    page.keyboard().type("mine");
    assertThat(message()).hasValue("mine");
  }

  @Test
  void aKnobThatIsFilledInIsInTheAddressAndTakesEffect() {
    button("/ws exact echo").click();
    unfold("Options");
    var knob = page.getByLabel("close-code", new Page.GetByLabelOptions().setExact(true));
    knob.fill("4007");
    page.getByLabel("close-after", new Page.GetByLabelOptions().setExact(true)).fill("1");
    assertThat(address()).hasValue(socket("/ws?close-after=1&close-code=4007"));
    connect();
    say("wave");
    assertThat(status()).containsText("Closed: 4007 after");
    address().fill(socket("/ws?close-code=4008"));
    assertThat(knob).hasValue("4008");
  }

  @Test
  void theKnobsAreExplainedInTheLanguageOfThePage() {
    unfold("Options");
    assertThat(page.locator("#knobs"))
        .containsText(
            "Each reply waits so long; the order stays. Allowed: a duration from 0s to 60s");
    button("中文").click();
    assertThat(page.locator("#knobs")).containsText("每条回复都等待这么久，顺序不变。 允许：时长，0s 到 60s");
    assertThat(page.locator("#knobs")).not().containsText("llowed");
  }
}
