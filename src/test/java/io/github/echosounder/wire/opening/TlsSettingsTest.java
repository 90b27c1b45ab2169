package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1", "SSLv3", "TLSv9"})
  void whatComesBeforeTls12IsRefused(String protocol) {
    TlsSettings settings = new TlsSettings(Set.of(), Set.of("TLSv1.2", protocol));
    assertEquals(
        "The setting protocols (quarkus.http.ssl.protocols or quarkus.tls.protocols) names \"%s\";"
                .formatted(protocol)
            + " allowed are TLSv1.3, TLSv1.2, or both.",
        assertThrows(ConfigurationException.class, settings::check).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLSv1.2, TLS_AES_256_GCM_SHA384"})
  void suitesOfTheOtherProtocolAloneAreRefused(String protocol, String suite) {
    TlsSettings unfit = new TlsSettings(Set.of(suite), Set.of(protocol));
    String message =
        String.valueOf(assertThrows(ConfigurationException.class, unfit::check).getMessage());
    assertTrue(message.contains("names none of " + protocol), message);
    new TlsSettings(Set.of(suite), Set.of("TLSv1.3", "TLSv1.2")).check();
    new TlsSettings(Set.of(), Set.of(protocol)).check();
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
