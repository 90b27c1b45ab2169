package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a visitor does first: connect, send, read the echo, leave. */
@QuarkusTest
class EchoPageTest extends PageTestCase {

  @Test
  void aTextSentToTheRootComesBackWithThePrefix() {
    connect();
    say("你好");
    assertThat(received()).hasText("接收数据: 你好");
    assertThat(sent()).hasText("你好");
    assertThat(page.locator(".received .kind")).hasText("text · 20 bytes");
    assertThat(page.locator(".received .rtt")).hasText(Pattern.compile("[0-9.]+ ms"));
  }

  @Test
  void aTextSentToWsComesBackExactly() {
    button("/ws exact echo").click();
    connect();
    say("你好 🌊");
    assertThat(received()).hasText("你好 🌊");
    assertThat(address()).hasValue(socket("/ws"));
  }

  @Test
  void bytesTypedAsHexComeBackAsBinary() {
    connect();
    page.getByLabel("Send as").selectOption("hex");
    say("00 ff 7e");
    assertThat(received()).hasText("00 ff 7e");
    assertThat(page.locator(".received .kind")).hasText("binary · 3 bytes");
    assertThat(page.locator(".received .rtt")).hasText(Pattern.compile("[0-9.]+ ms"));
  }

  @Test
  void whatIsNotHexIsNotSent() {
    connect();
    page.getByLabel("Send as").selectOption("hex");
    say("0g");
    assertThat(page.locator("#message-error")).containsText("pairs of the digits");
    assertThat(message()).hasAttribute("aria-invalid", "true");
    assertThat(sent()).hasCount(0);
  }

  @Test
  void htmlInAMessageIsShownAsText() {
    var html = "<b>bold</b><img src=x onerror=document.title='owned'><script>alert(1)</script>";
    connect();
    say(html);
    assertThat(received()).hasText("接收数据: " + html);
    assertThat(page.locator("#log-list :is(b, img, script)")).hasCount(0);
    assertThat(page).hasTitle("Echosounder");
  }

  @Test
  void aHugeMessageIsCutInItsRowAndWholeInTheDetail() {
    button("/ws exact echo").click();
    connect();
    say("x".repeat(40_000));
    assertThat(received()).hasText("x".repeat(500));
    assertThat(page.locator(".received .kind")).hasText("text · 40,000 bytes");
    assertThat(page.locator(".received .cut")).hasText("…");
    page.locator(".received").click();
    assertThat(detail().locator("pre")).hasText("x".repeat(40_000));
  }

  @Test
  void disconnectingIsANormalAndCleanClosure() {
    connect();
    button("Disconnect").click();
    assertThat(status()).containsText("Normal Closure · clean");
    assertThat(button("Connect")).isVisible();
    assertThat(button("Send")).isDisabled();
  }

  @Test
  void anEmptyLogTellsANewcomerWhatToDo() {
    var help = page.getByText("Press Connect: a WebSocket opens to the address above.");
    assertThat(help).isVisible();
    connect();
    assertThat(help).isHidden();
    button("Clear").click();
    assertThat(help).isVisible();
  }

  @Test
  void anAddressThatIsNoneIsRefusedBesideItsField() {
    address().fill("ftp://sea");
    button("Connect").click();
    assertThat(page.locator("#url-error")).containsText("not a WebSocket address");
    assertThat(address()).hasAttribute("aria-invalid", "true");
    assertThat(status()).containsText("Not connected: the address is not one");
    address().fill("/ws");
    assertThat(status()).hasText("Not connected");
  }

  @Test
  void thePanelTellsWhatTheServerAllows() {
    var panel = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("This server"));
    panel.locator("summary").click();
    assertThat(panel).containsText(Pattern.compile("Version\\s*[0-9]+\\.[0-9]+"));
    assertThat(panel).containsText(Pattern.compile("Message, at most\\s*16 MiB"));
    assertThat(panel).containsText(Pattern.compile("Handshake timeout\\s*10 s"));
    assertThat(panel).containsText(Pattern.compile("Idle timeout\\s*none"));
  }

  @Test
  void thePanelTellsHowManyAreConnectedNow() {
    connect();
    var panel = page.locator("#server");
    panel.locator("summary").click();
    var open = panel.locator("dd").first();
    assertThat(open).hasText(Pattern.compile("^[1-9][0-9]*$"));
    assertThat(panel).containsText(Pattern.compile("Draining\\s*no"));
    int before = Integer.parseInt(open.textContent());
    button("Open another connection").click();
    connect();
    assertThat(open).hasText(Integer.toString(before + 1));
  }

  @Test
  void aServerThatNoLongerAnswersIsNotShownAsItWas() {
    var panel = page.locator("#server");
    assertThat(panel).containsText(Pattern.compile("[0-9]+\\.[0-9]+"));
    page.route("**/api/info", route -> route.abort());
    panel.locator("summary").click();
    assertThat(panel).containsText("does not answer");
    assertThat(panel).not().containsText("Version");
    forgive("ERR_FAILED");
  }

  @Test
  void theSecondsAreInATableToo() {
    connect();
    unfold("Over time");
    unfold("As a table");
    say("wave");
    var row =
        page.locator("#plot-table tr")
            .filter(new Locator.FilterOptions().setHasText(Pattern.compile("ms")));
    // Received: it may have been sent in the second before.
    assertThat(row.locator("td").nth(1)).hasText("1");
  }

  @Test
  void theEchoesAreCountedByTheirRoundTripsInATableToo() {
    connect();
    unfold("Over time");
    unfold("Round trips as a table");
    say("wave");
    say("tide");
    assertThat(page.locator("#rtt-last")).hasText(Pattern.compile("ms"));
    var table = page.locator("#histogram-table");
    assertThat(table.locator("tr").first().locator("th")).hasText(Pattern.compile(" ms – "));
    assertThat(table).containsText(Pattern.compile("(50|100)\\.0 %"));
    assertEquals(
        2,
        table.locator("tr td:nth-child(2)").allTextContents().stream()
            .mapToInt(Integer::parseInt)
            .sum());
    button("Clear").click();
    assertThat(table.locator("tr")).hasCount(0);
  }

  @Test
  void whoScrollsBackInAFloodStaysThere() {
    connectTo(socket("/ws/stream?rate=200"));
    assertThat(page.locator(".entry.received").last())
        .hasAttribute("aria-posinset", Pattern.compile("[0-9]{3}"));
    page.locator("#log-scroll").hover();
    page.mouse().wheel(0, -400);
    assertThat(page.locator("#follow")).not().isChecked();
    assertThat(page.locator("#latest")).isVisible();
  }

  @Test
  void theColoursAreThoseThatTheVisitorChose() {
    page.getByLabel("Colours").selectOption("Dark");
    page.reload();
    assertThat(page.getByLabel("Colours")).hasValue("dark");
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(7, 21, 29)");
    page.getByLabel("Colours").selectOption("Light");
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(228, 239, 243)");
  }

  @Test
  void aServerWithoutInfoGetsNoPanel() {
    page.route("**/api/info", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
    page.reload();
    connect();
    assertThat(page.locator("#server")).isHidden();
  }
}
