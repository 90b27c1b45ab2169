package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class TlsSettingsTest {

  private static final String ALL_OF_TLS_1_3 =
      "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384,TLS_CHACHA20_POLY1305_SHA256";

  private static TlsSettings suites(String names) {
    return new TlsSettings(Set.of(names.split(",")), Set.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384," + ALL_OF_TLS_1_3
      })
  void boringSslServesSuitesThatItCanKeepTo(String names) {
    assertTrue(suites(names).isForBoringSsl());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        ALL_OF_TLS_1_3
      })
  void javaServesThoseThatBoringSslHasNotOrWouldAddTo(String names) {
    TlsSettings settings = suites(names);
    settings.check();
    assertFalse(settings.isForBoringSsl());
  }

  @Test
  void aNameThatNeitherKnowsIsRefused() {
    TlsSettings settings = suites("ECDHE-RSA-AES128-GCM-SHA256");
    String message =
        String.valueOf(assertThrows(ConfigurationException.class, settings::check).getMessage());
    assertTrue(
        message.contains("names \"ECDHE-RSA-AES128-GCM-SHA256\"; allowed are names of IANA's"),
        message);
  }
}
