package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import io.github.echosounder.wire.TestCertificate;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page by https. */
@QuarkusTest
@TestProfile(MixedContentTest.Https.class)
class MixedContentTest extends PageTestCase {

  public static class Https implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.test-ssl-port",
          "0",
          "quarkus.http.ssl.certificate.key-store-file",
          TestCertificate.keyStore().toString(),
          "quarkus.http.ssl.certificate.key-store-password",
          TestCertificate.PASSWORD);
    }
  }

  @TestHTTPResource(value = "/", tls = true)
  @SuppressWarnings("NullAway.Init")
  URI secureHome;

  @BeforeEach
  void openSecurely() {
    open(new Browser.NewContextOptions().setLocale("en-US").setIgnoreHTTPSErrors(true), secureHome);
  }

  @Test
  void aPageByHttpsConnectsToItsServerByWss() {
    assertThat(address()).hasValue("wss://" + secureHome.getAuthority() + "/");
    connect();
    say("你好");
    assertThat(received()).hasText("接收数据: 你好");
  }

  @Test
  void anAddressWithoutTlsIsExplainedByTheBrowsersRefusal() {
    address().fill("ws://echo.example.com/");
    button("Connect").click();
    assertThat(status()).containsText("browsers refuse ws:// from such a page. Use wss://");
    assertThat(button("Connect")).isVisible();
    assertThat(page.locator(".entry")).hasCount(1);
    forgive("Mixed Content");
    forgive("echo.example.com");
  }
}
