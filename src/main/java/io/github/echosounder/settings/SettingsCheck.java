package io.github.echosounder.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stops the start with one line that names the setting, its value and what is allowed. */
@Dependent
public class SettingsCheck {

  private static final long MIB = 1024 * 1024;

  private static final Pattern ORIGIN =
      Pattern.compile(
          "[a-z][a-z0-9+.-]*://(\\[[0-9a-f:.]+]|[^\\s/:?#@\\[\\]]+)(:[0-9]{1,5})?|null");

  /** This event comes before anything is served. */
  public void check(@Observes @Priority(1) Filters before, EchosounderConfig config) {
    SmallRyeConfig all = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    new SettingNames(EchosounderConfig.class).refuseUnknown(System.getenv().keySet());
    if (all.getOptionalValue("quarkus.http.http2", boolean.class).orElse(false)) {
      throw refused("quarkus.http.http2", "true", "false: WebSockets are opened over HTTP/1.1");
    }
    for (String flag : List.of("compression", "drain.rehearsal")) {
      String value = String.valueOf(all.getConfigValue("echosounder." + flag).getValue());
      if (!value.matches("(?i)true|false")) {
        // The converter takes all that is not true for false.
        throw refused(flag, value, "true or false");
      }
    }
    check(config);
  }

  public static void check(EchosounderConfig config) {
    config.allowedOrigins().stream()
        .filter(origin -> !isOrigin(origin))
        .forEach(origin -> {
          throw refused("allowed-origins", origin, "* or scheme://host[:port]");
        });
    config.subprotocols().ifPresent(names -> names.forEach(name -> token("subprotocols", name)));
    between("max-connections", config.maxConnections(), 1, 10_000_000);
    between("max-message-size", config.maxMessageSize().asLongValue(), 1, 1024 * MIB);
    between("max-frame-size", config.maxFrameSize().asLongValue(), 1, 1024 * MIB);
    between("relay-frame-size", config.relayFrameSize().asLongValue(), 125, 16 * MIB);
    between("max-held-memory", config.maxHeldMemory().asLongValue(), MIB, Long.MAX_VALUE);
    between("compression-level", config.compressionLevel(), 0, 9);
    between("handshake-timeout", config.handshakeTimeout(), Duration.ofMillis(100));
    between("idle-timeout", config.idleTimeout(), Duration.ZERO);
    between("ping-interval", config.pingInterval(), Duration.ZERO);
    between("max-connection-age", config.maxConnectionAge(), Duration.ZERO);
    between("drain.routing-grace", config.drain().routingGrace(), Duration.ZERO);
    between("drain.window", config.drain().window(), Duration.ZERO);
    if (config.drain().closeCode() != 1001 && config.drain().closeCode() != 1012) {
      throw refused(
          "drain.close-code", Integer.toString(config.drain().closeCode()), "1001 or 1012");
    }
    between("close-timeout", config.closeTimeout(), Duration.ofMillis(100));
  }

  private static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw refused(name, Long.toString(value), least + " to " + most);
    }
  }

  private static void between(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofDays(365)) > 0) {
      throw refused(name, text(value), text(least) + " to 365d");
    }
  }

  /** As a setting has it. */
  private static String text(Duration value) {
    return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
  }

  /** Whether a setting's element is an origin: `scheme://host[:port]`, `null` or `*`. */
  public static boolean isOrigin(String element) {
    return element.equals("*") || ORIGIN.matcher(element.toLowerCase(Locale.ROOT)).matches();
  }

  private static void token(String name, String value) {
    if (!value.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw refused(name, value, "tokens, as RFC 9110, 5.6.2, has them");
    }
  }

  private static ConfigurationException refused(String name, String value, String allowed) {
    String full = name.startsWith("quarkus.") ? name : "echosounder." + name;
    return new ConfigurationException(
        "The setting " + full + " is \"" + value + "\"; allowed is " + allowed + ".");
  }
}
