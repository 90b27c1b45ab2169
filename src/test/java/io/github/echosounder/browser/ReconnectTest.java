package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a connection ends (RFC 6455, 7), what the page says of it, and when it comes back. */
@QuarkusTest
class ReconnectTest extends PageTestCase {

  private RoughServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new RoughServer();
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void aCutConnectionIsShownAndComesBackWhenTheServerDoes() throws Exception {
    connectTo(server.address());
    server.close();
    server.client().cut();
    assertThat(page.locator("#log-list")).containsText("Abnormal Closure · not clean");
    assertThat(page.getByRole(AriaRole.TIMER)).containsText("Next attempt in");
    server.start();
    assertThat(status()).containsText("Open after");
    server.client();
    forgive("ERR_CONNECTION_REFUSED");
  }

  @ParameterizedTest(name = "code {0} means {1}, and the page comes back")
  @CsvSource({"1001, Going Away", "1012, Service Restart"})
  void aServerThatLeavesIsFoundAgain(int code, String name) throws Exception {
    connectTo(server.address());
    server.client().closeWith(code, "潮水 falls");
    var log = page.locator("#log-list");
    assertThat(log).containsText("Closed: " + code + " after ");
    assertThat(log).containsText(name + " · clean");
    assertThat(log).containsText("Reason given: 潮水 falls.");
    server.client();
    assertThat(status()).containsText("Open after");
  }

  @ParameterizedTest(name = "code {0} is final")
  @CsvSource({"1000, Normal Closure", "1008, Policy Violation", "4001, A private code"})
  void anEndThatIsMeantIsNotUndone(int code, String name) throws Exception {
    connectTo(server.address());
    server.client().closeWith(code, "");
    assertThat(status()).containsText("Closed: " + code + " after ");
    assertThat(status()).containsText(name);
    assertThat(button("Connect")).isVisible();
    assertFalse(server.hasMoreClients());
  }

  @Test
  void theVisitorCanStopTheReconnecting() throws Exception {
    connectTo(server.address());
    server.close();
    server.client().cut();
    button("Stop").click();
    assertThat(status()).containsText("Reconnecting stopped");
    assertThat(button("Connect now")).isHidden();
    assertThat(button("Connect")).isVisible();
    forgive("ERR_CONNECTION_REFUSED");
  }
}
