package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The settings: their names, their defaults, and that the README tells the same. */
class EchosounderConfigTest {

  private static final Map<String, String> DEFAULTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("echosounder.reply-prefix", "接收数据: "),
              Map.entry("echosounder.allowed-origins", "*"),
              Map.entry("echosounder.subprotocols", ""),
              Map.entry("echosounder.server-name", ""),
              Map.entry("echosounder.max-connections", "10000"),
              Map.entry("echosounder.max-message-size", "16M"),
              Map.entry("echosounder.max-frame-size", "16M"),
              Map.entry("echosounder.relay-frame-size", "64K"),
              Map.entry("echosounder.max-held-memory", "256M"),
              Map.entry("echosounder.handshake-timeout", "10s"),
              Map.entry("echosounder.idle-timeout", "0s"),
              Map.entry("echosounder.ping-interval", "0s"),
              Map.entry("echosounder.close-timeout", "5s"),
              Map.entry("echosounder.compression", "true"),
              Map.entry("echosounder.compression-level", "1"),
              Map.entry("echosounder.max-connection-age", "0s"),
              Map.entry("echosounder.knobs", "true"),
              Map.entry("echosounder.max-stream-rate", "64M"),
              Map.entry("echosounder.log-format", "text"),
              Map.entry("echosounder.verdicts.keep", "10000"),
              Map.entry("echosounder.verdicts.list", "false"),
              Map.entry("echosounder.verdicts.pod", ""),
              Map.entry("echosounder.verdicts.node", ""),
              Map.entry("echosounder.verdicts.zone", ""),
              Map.entry("echosounder.verdicts.redis", ""),
              Map.entry("echosounder.verdicts.redis-password", ""),
              Map.entry("echosounder.verdicts.redis-keep", "1h"),
              Map.entry("echosounder.drain.routing-grace", "5s"),
              Map.entry("echosounder.drain.window", "20s"),
              Map.entry("echosounder.drain.close-code", "1001"),
              Map.entry("echosounder.drain.rehearsal", "false")));

  @Test
  void theSettingsHaveTheseNamesAndNoOthers() {
    assertEquals(DEFAULTS.keySet(), UnknownSettings.ECHOSOUNDER.all());
  }

  @Test
  void theSettingsHaveTheseDefaults() {
    EchosounderConfig config = read(Map.of());
    assertEquals(Optional.of("接收数据: "), config.replyPrefix());
    assertEquals(List.of("*"), config.allowedOrigins());
    assertEquals(Optional.empty(), config.subprotocols());
    assertEquals(Optional.empty(), config.serverName());
    assertEquals(10_000, config.maxConnections());
    assertEquals(16 << 20, config.maxMessageSize().asLongValue());
    assertEquals(16 << 20, config.maxFrameSize().asLongValue());
    assertEquals(64 << 10, config.relayFrameSize().asLongValue());
    assertEquals(256 << 20, config.maxHeldMemory().asLongValue());
    assertEquals(Duration.ofSeconds(10), config.handshakeTimeout());
    assertEquals(Duration.ZERO, config.idleTimeout());
    assertEquals(Duration.ZERO, config.pingInterval());
    assertEquals(Duration.ofSeconds(5), config.closeTimeout());
    assertTrue(config.compression());
    assertEquals(1, config.compressionLevel());
    assertEquals(Duration.ZERO, config.maxConnectionAge());
    assertTrue(config.knobs());
    assertEquals(64 << 20, config.maxStreamRate().asLongValue());
    assertEquals(EchosounderConfig.LogFormat.TEXT, config.logFormat());
    assertEquals(10_000, config.verdicts().keep());
    assertEquals(false, config.verdicts().list());
    assertEquals(Optional.empty(), config.verdicts().pod());
    assertEquals(Optional.empty(), config.verdicts().node());
    assertEquals(Optional.empty(), config.verdicts().zone());
    assertEquals(Optional.empty(), config.verdicts().redis());
    assertEquals(Optional.empty(), config.verdicts().redisPassword());
    assertEquals(Duration.ofHours(1), config.verdicts().redisKeep());
    assertEquals(Duration.ofSeconds(5), config.drain().routingGrace());
    assertEquals(Duration.ofSeconds(20), config.drain().window());
    assertEquals(1001, config.drain().closeCode());
    assertEquals(false, config.drain().rehearsal());
  }

  @Test
  void anEmptyPrefixMeansAnExactEcho() {
    assertEquals(Optional.empty(), read(Map.of("echosounder.reply-prefix", "")).replyPrefix());
  }

  @Test
  void theReadmesTellTheSameNamesAndDefaults() throws IOException {
    for (String readme : List.of("README.md", "README.zh-CN.md")) {
      assertEquals(DEFAULTS, settingsIn(Files.readString(Path.of(readme))), readme);
    }
  }

  /** Rows such as {@code | `echosounder.max-connections` | `10000` | ... |}. */
  private static Map<String, String> settingsIn(String readme) {
    Map<String, String> settings = new TreeMap<>();
    Matcher row =
        Pattern.compile(
                "^\\| `(echosounder\\.[a-z.-]+)` \\| (?:`([^`]*)`)? *\\|", Pattern.MULTILINE)
            .matcher(readme);
    while (row.find()) {
      settings.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    return settings;
  }

  static EchosounderConfig read(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(EchosounderConfig.class)
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(EchosounderConfig.class);
  }
}
