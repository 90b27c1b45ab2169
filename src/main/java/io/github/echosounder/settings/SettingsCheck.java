package io.github.echosounder.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Stops the start with one line that names the setting, its value and what is allowed. */
@Dependent
public class SettingsCheck {

  private static final Logger LOG = Logger.getLogger("echosounder.settings");
  private static final long MIB = 1024 * 1024;
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final Pattern ORIGIN =
      Pattern.compile(
          "[a-z][a-z0-9+.-]*://(\\[[0-9a-f:.]+]|[^\\s/:?#@\\[\\]]+)(:[0-9]{1,5})?|null");

  private static final Pattern REDIS =
      Pattern.compile(
          "rediss?://(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(/[0-9]{0,5})?(\\?user=[^&\\s]+)?");

  public static final String REDIS_SETTING = "echosounder.verdicts.redis";

  /** This event comes before anything is served. */
  void check(
      @Observes @Priority(1) Filters before, EchosounderConfig config, VertxHttpConfig server) {
    SmallRyeConfig all = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    Set<String> variables = System.getenv().keySet();
    UnknownSettings.refuseProperties(all.getPropertyNames(), variables);
    Set<String> ignored = UnknownSettings.refuseVariables(variables);
    if (!ignored.isEmpty()) {
      LOG.warnf("environment variables that are no setting are ignored: %s", ignored);
    }
    check(server);
    for (String flag :
        List.of(
            "echosounder.compression",
            "echosounder.knobs",
            "echosounder.verdicts.list",
            "echosounder.drain.rehearsal")) {
      String value = String.valueOf(all.getConfigValue(flag).getValue());
      if (!value.matches("(?i)true|false")) {
        // The converter takes all that is not true for false.
        throw refused(flag, value, "true or false");
      }
    }
    check(config);
  }

  private static void check(VertxHttpConfig server) {
    if (server.http2()) {
      throw refused("quarkus.http.http2", "true", "false: WebSockets are opened over HTTP/1.1");
    }
    between("quarkus.http.port", server.port(), 0, 65535);
    between("quarkus.http.ssl-port", server.sslPort(), 0, 65535);
    TlsFiles.check(
        server.ssl().certificate().files().orElse(List.of()),
        server.ssl().certificate().keyFiles().orElse(List.of()));
  }

  static void check(EchosounderConfig config) {
    config.allowedOrigins().stream()
        .filter(origin -> !isOrigin(origin))
        .forEach(origin -> {
          throw refused("echosounder.allowed-origins", origin, "* or scheme://host[:port]");
        });
    config
        .subprotocols()
        .ifPresent(names -> names.forEach(name -> token("echosounder.subprotocols", name)));
    between("echosounder.max-connections", config.maxConnections(), 1, 10_000_000);
    between("echosounder.max-message-size", config.maxMessageSize(), 1, 1024 * MIB);
    between("echosounder.max-frame-size", config.maxFrameSize(), 1, 1024 * MIB);
    between("echosounder.relay-frame-size", config.relayFrameSize(), 125, 16 * MIB);
    between("echosounder.max-held-memory", config.maxHeldMemory(), MIB, 1024 * 1024 * MIB);
    between("echosounder.max-stream-rate", config.maxStreamRate(), 1024, 1024 * 1024 * MIB);
    between("echosounder.compression-level", config.compressionLevel(), 0, 9);
    between("echosounder.handshake-timeout", config.handshakeTimeout(), Duration.ofMillis(100));
    between("echosounder.idle-timeout", config.idleTimeout(), Duration.ZERO);
    between("echosounder.ping-interval", config.pingInterval(), Duration.ZERO);
    between("echosounder.max-connection-age", config.maxConnectionAge(), Duration.ZERO);
    between("echosounder.drain.routing-grace", config.drain().routingGrace(), Duration.ZERO);
    between("echosounder.drain.window", config.drain().window(), Duration.ZERO);
    int closeCode = config.drain().closeCode();
    if (closeCode != 1001 && closeCode != 1012) {
      throw refused("echosounder.drain.close-code", Integer.toString(closeCode), "1001 or 1012");
    }
    between("echosounder.verdicts.keep", config.verdicts().keep(), 0, 1_000_000);
    config
        .verdicts()
        .redis()
        .flatMap(SettingsCheck::redisFault)
        .ifPresent(fault -> {
          throw new ConfigurationException(fault);
        });
    between(
        "echosounder.verdicts.redis-keep", config.verdicts().redisKeep(), Duration.ofMinutes(1));
    between("echosounder.close-timeout", config.closeTimeout(), Duration.ofMillis(100));
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(name, Integer.toString(value), least + " to " + most);
    }
  }

  private static void between(String name, MemorySize value, long least, long most) {
    long bytes = value.asLongValue();
    if (bytes < least || bytes > most) {
      throw refused(
          name,
          SettingText.ofSize(bytes),
          SettingText.ofSize(least) + " to " + SettingText.ofSize(most));
    }
  }

  private static void between(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw refused(
          name, SettingText.of(value), SettingText.of(least) + " to " + SettingText.of(LONGEST));
    }
  }

  /** Whether a setting's element is an origin: `scheme://host[:port]`, `null` or `*`. */
  private static boolean isOrigin(String element) {
    return element.equals("*") || ORIGIN.matcher(element.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * What is wrong with the address of Redis, whose client reads it before anything here is asked. A
   * password is not repeated.
   */
  public static Optional<String> redisFault(String url) {
    if (url.contains("@") || url.contains("password=")) {
      return Optional.of(
          complaint(
              REDIS_SETTING,
              "a URL with a user or a password",
              "redis://host[:port][/database][?user=name]; the password is the setting"
                  + " echosounder.verdicts.redis-password"));
    }
    Matcher parts = REDIS.matcher(url);
    if (!parts.matches() || (parts.group(2) != null && !isPort(parts.group(2)))) {
      return Optional.of(
          complaint(
              REDIS_SETTING,
              url,
              "redis://host[:port][/database][?user=name], or rediss:// for TLS"));
    }
    return Optional.empty();
  }

  private static boolean isPort(String number) {
    int port = Integer.parseInt(number);
    return port > 0 && port < 65536;
  }

  private static void token(String name, String value) {
    if (!value.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw refused(name, value, "tokens, as RFC 9110, 5.6.2, has them");
    }
  }

  private static ConfigurationException refused(String name, String value, String allowed) {
    return new ConfigurationException(complaint(name, value, allowed));
  }

  private static String complaint(String name, String value, String allowed) {
    return "The setting %s is \"%s\"; allowed is %s.".formatted(name, value, allowed);
  }
}
