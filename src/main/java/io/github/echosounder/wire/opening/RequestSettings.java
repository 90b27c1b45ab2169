package io.github.echosounder.wire.opening;

import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * Whether Quarkus is to see every request, handshakes too: what its settings do with requests they
 * do with handshakes. Known are the settings that do nothing with them; any other that is set
 * counts.
 */
@ApplicationScoped
public class RequestSettings {

  /** What has to do with requests. */
  private static final List<String> LOOKED_AT =
      List.of("quarkus.http", "quarkus.shutdown", "quarkus.otel.instrument.vertx-http");

  /**
   * Of sockets, of TLS, of bodies, of files, of other servers, and of WebSockets that are not ours.
   */
  private static final List<String> HARMLESS =
      List.of(
          "quarkus.http.accept-backlog",
          "quarkus.http.auth.proactive",
          "quarkus.http.body",
          "quarkus.http.compress",
          "quarkus.http.domain-socket",
          "quarkus.http.enable-compression",
          "quarkus.http.enable-decompression",
          "quarkus.http.host",
          "quarkus.http.http2",
          "quarkus.http.idle-timeout",
          "quarkus.http.io-threads",
          "quarkus.http.limits.max-body-size",
          "quarkus.http.limits.max-chunk-size",
          "quarkus.http.limits.max-form",
          "quarkus.http.limits.max-parameters",
          "quarkus.http.local-base-uri",
          "quarkus.http.non-application-root-path",
          "quarkus.http.port",
          "quarkus.http.read-timeout",
          "quarkus.http.root-path",
          "quarkus.http.so-reuse-port",
          "quarkus.http.ssl",
          "quarkus.http.static",
          "quarkus.http.tcp",
          "quarkus.http.test",
          "quarkus.http.tls-configuration-name",
          "quarkus.http.unhandled-error-content-type-default",
          "quarkus.http.websocket-server");

  private final Config config;

  @Inject
  public RequestSettings(Config config) {
    this.config = config;
  }

  boolean isHttpNeeded() {
    // In dev mode every request has a look at what was edited.
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      return true;
    }
    for (String name : config.getPropertyNames()) {
      if (isAboutRequests(name) && isSet(config.getConfigValue(name))) {
        return true;
      }
    }
    return false;
  }

  /** However it is spelt: an environment variable has other separators. */
  static boolean isAboutRequests(String name) {
    return startsWithAny(name, LOOKED_AT) && !startsWithAny(name, HARMLESS);
  }

  private static boolean startsWithAny(String name, List<String> beginnings) {
    String letters = letters(name);
    return beginnings.stream().anyMatch(beginning -> letters.startsWith(letters(beginning)));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** By somebody, not by default, and not to switch something off. */
  private static boolean isSet(ConfigValue value) {
    return value.getValue() != null
        && !value.getValue().equalsIgnoreCase("false")
        && value.getSourceOrdinal() > 0;
  }
}
