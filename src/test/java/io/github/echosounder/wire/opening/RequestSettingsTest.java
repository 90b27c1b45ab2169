package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings want HTTP to see every request. */
class RequestSettingsTest {

  private static boolean isHttpNeeded(String name, String value) {
    return new RequestSettings(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of(name, value), "test", 100))
                .build())
        .isHttpNeeded();
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.access-log.enabled, true",
    "QUARKUS_HTTP_ACCESS_LOG_ENABLED, true",
    "quarkus.http.insecure-requests, redirect",
    "quarkus.http.limits.max-connections, 10",
    "quarkus.http.limits.max-header-size, 1K",
    "quarkus.http.proxy.proxy-address-forwarding, true",
    "quarkus.http.proxy.use-proxy-protocol, true",
    "quarkus.http.auth.permission.all.paths, /*",
    "quarkus.http.auth.permission.all.policy, deny",
    "quarkus.http.cors.enabled, true",
    "quarkus.http.filter.all.matches, /.*",
    "quarkus.http.header.\"X-A\".value, b",
    "QUARKUS_HTTP_HEADER__X_A__VALUE, b",
    "quarkus.http.same-site-cookie.a.value, strict",
    "quarkus.http.traffic-shaping.enabled, true",
    "quarkus.http.something-new, 1",
    "quarkus.shutdown.timeout, 10s",
    "quarkus.otel.instrument.vertx-http, true"
  })
  void whatIsNotKnownToBeHarmlessIsNot(String name, String value) {
    assertTrue(isHttpNeeded(name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.port, 80",
    "QUARKUS_HTTP_PORT, 80",
    "quarkus.http.host, 0.0.0.0",
    "quarkus.http.ssl.certificate.files, a.pem",
    "quarkus.http.ssl-port, 443",
    "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES, a.key",
    "quarkus.http.tls-configuration-name, mine",
    "quarkus.http.access-log.enabled, false",
    "quarkus.http.root-path, /echo",
    "quarkus.http.limits.max-body-size, 1M",
    "quarkus.management.port, 9001",
    "quarkus.log.level, DEBUG",
    "echosounder.max-connections, 10"
  })
  void whatHasNothingToDoWithHandshakesIsHarmless(String name, String value) {
    assertFalse(isHttpNeeded(name, value));
  }
}
