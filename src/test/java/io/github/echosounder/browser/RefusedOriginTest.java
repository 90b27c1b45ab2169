package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that lets the page's own origin not connect. */
@QuarkusTest
@TestProfile(RefusedOriginTest.OtherOrigins.class)
class RefusedOriginTest extends PageTestCase {

  public static class OtherOrigins implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("echosounder.allowed-origins", "https://elsewhere.example");
    }
  }

  @Test
  void aRefusedOriginIsToldWithItsSettingAndNoProxyIsBlamed() {
    button("Connect").click();
    assertThat(status()).containsText("The handshake was refused with 403");
    assertThat(status()).containsText("may not connect; the setting echosounder.allowed-origins");
    assertThat(status()).not().containsText("proxy");
    button("中文").click();
    assertThat(status()).containsText("的页面不允许连接");
    forgive("WebSocket connection to");
  }
}
