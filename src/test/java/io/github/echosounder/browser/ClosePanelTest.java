package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.WebSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says of an end: how long, how silent, and what the server has to say of it. */
@QuarkusTest
class ClosePanelTest extends PageTestCase {

  private RoughServer elsewhere;

  @BeforeEach
  void startServer() throws IOException {
    elsewhere = new RoughServer();
  }

  @AfterEach
  void stopServer() throws IOException {
    elsewhere.close();
  }

  @Test
  void howLongItLivedAndWasSilentIsTold() throws Exception {
    connectTo(elsewhere.address());
    elsewhere.client().closeWith(4001, "");
    assertThat(status())
        .containsText(
            Pattern.compile("Closed: 4001 after [0-9.]+ s, [0-9.]+ s after the last byte"));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "close-after=1&close-code=4000, the server ended it (knob)",
    "end-after=1, the server ended it (knob)",
    "reset-after=1, the server ended it (knob)"
  })
  void theServersVerdictIsTold(String query, String verdict) {
    unfold("Options");
    page.getByLabel("Reconnect after an abnormal end").uncheck();
    connectTo(socket("/ws?" + query));
    say("wave");
    assertThat(status()).containsText("The server’s account: " + verdict);
    assertThat(status()).containsText("Messages it received: 1");
  }

  @Test
  void theVerdictIsToldInChineseToo() {
    connect();
    button("Disconnect").click();
    assertThat(status()).containsText("the client ended it (client-close)");
    button("中文").click();
    assertThat(status()).containsText("服务器的记录：由客户端结束（client-close）");
  }

  @Test
  void onlyThisServerIsGivenALabelAndEachConnectionAnother() throws Exception {
    List<String> urls = new ArrayList<>();
    page.onWebSocket((WebSocket socket) -> urls.add(socket.url()));
    connectAgain(socket("/ws"));
    connectAgain(socket("/ws?delay=1ms"));
    connectAgain(socket("/ws?label=my-own-label"));
    connectTo(elsewhere.address());
    elsewhere.client().closeWith(1000, "");
    assertThat(button("Connect")).isVisible();
    assertTrue(urls.get(0).matches(".*/ws\\?label=[0-9a-f]{24}"), urls.toString());
    assertTrue(urls.get(1).matches(".*/ws\\?delay=1ms&label=[0-9a-f]{24}"), urls.toString());
    assertEquals(socket("/ws?label=my-own-label"), urls.get(2));
    assertEquals(elsewhere.address(), urls.get(3));
  }

  @Test
  void aChosenCodeAndReasonAreSent() {
    unfold("Options");
    page.getByLabel("Close code").fill("4321");
    page.getByLabel("Close reason").fill("潮水 falls");
    connect();
    button("Disconnect").click();
    assertThat(status()).containsText("Closed: 4321 after");
    assertThat(status()).containsText("Reason given: 潮水 falls.");
  }

  @Test
  void aCodeThatAPageMayNotSendIsRefusedBesideItsField() {
    unfold("Options");
    page.getByLabel("Close code").fill("1001");
    connect();
    button("Disconnect").click();
    assertThat(page.locator("#close-error")).containsText("1000, or 3000 to 4999");
    assertThat(status()).containsText("Open after");
  }

  private void connectAgain(String address) {
    connectTo(address);
    button("Disconnect").click();
    assertThat(button("Connect")).isVisible();
  }

  @Test
  void aCloseThatIsNotAnsweredNeedNotBeWaitedFor() {
    connectTo("/ws?stall-after=1");
    say("the last that is read");
    button("Disconnect").click();
    button("Stop waiting").click();
    assertThat(status()).containsText("Closed: 1006");
    assertThat(status()).containsText("The Close was not answered, and is not waited for.");
    connectTo("/ws");
    say("on");
    assertThat(page.locator(".entry").getByText("on").last()).isVisible();
  }
}
