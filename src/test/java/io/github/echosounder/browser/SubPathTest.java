package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behind an ingress that puts a prefix before everything, the page finds its files and its echo.
 */
@QuarkusTest
class SubPathTest extends PageTestCase {

  private SubPathProxy proxy;

  @BeforeEach
  void startProxy() throws IOException {
    proxy = new SubPathProxy("/tools/echo/", home.getPort());
  }

  @AfterEach
  void stopProxy() throws IOException {
    proxy.close();
  }

  @ParameterizedTest(name = "/tools/echo/{0}")
  @ValueSource(strings = {"", "demo.html", "demo.html?from=bookmark#top"})
  void thePageAndItsSocketsKeepThePrefix(String path) {
    var shown = URI.create("http://" + proxy.authority() + "/tools/echo/" + path);
    open(new Browser.NewContextOptions().setLocale("en-US"), shown);
    assertThat(address()).hasValue("ws://" + proxy.authority() + "/tools/echo/");
    connect();
    say("你好");
    assertThat(received()).hasText("接收数据: 你好");
    button("Disconnect").click();
    button("/ws exact echo").click();
    assertThat(address()).hasValue("ws://" + proxy.authority() + "/tools/echo/ws");
    connect();
    say("你好");
    assertThat(received().last()).hasText("你好");
  }
}
