package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong setting stops the start with one line that names it. */
class SettingsCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          allowed-origins     | example.org         | * or scheme://host[:port]
          allowed-origins     | https://a.org/path  | * or scheme://host[:port]
          subprotocols        | with space          | tokens, as RFC 9110, 5.6.2, has them
          max-connections     | -1                  | 1 to 10000000
          max-connections     | 0                   | 1 to 10000000
          max-message-size    | 2G                  | 1 to 1G
          max-frame-size      | 0                   | 1 to 1G
          relay-frame-size    | 124                 | 125 to 16M
          max-held-memory     | 1023K               | 1M to 1024G
          compression-level   | 10                  | 0 to 9
          handshake-timeout   | 1ms                 | 100ms to 365d
          idle-timeout        | -1s                 | 0s to 365d
          ping-interval       | -1s                 | 0s to 365d
          close-timeout       | 0s                  | 100ms to 365d
          max-connection-age  | -1s                 | 0s to 365d
          max-stream-rate     | 1023                | 1K to 1024G
          verdicts.keep       | -1                  | 0 to 1000000
          verdicts.redis-keep | 59s                 | 1m to 365d
          verdicts.redis      | localhost:6379      | redis://host[:port][/database][?user=name], or rediss:// for TLS
          verdicts.redis      | redis://host:99999  | redis://host[:port][/database][?user=name], or rediss:// for TLS
          verdicts.redis      | redis://host:0      | redis://host[:port][/database][?user=name], or rediss:// for TLS
          verdicts.redis      | redis://a/16x       | redis://host[:port][/database][?user=name], or rediss:// for TLS
          verdicts.redis      | http://localhost    | redis://host[:port][/database][?user=name], or rediss:// for TLS
          drain.window        | -1s                 | 0s to 365d
          drain.routing-grace | -1s                 | 0s to 365d
          drain.close-code    | 1000                | 1001 or 1012
          """)
  void aValueOutOfRangeIsRefusedWithWhatIsAllowed(String name, String value, String allowed) {
    EchosounderConfig config = EchosounderConfigTest.read(Map.of("echosounder." + name, value));
    String line =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> SettingsCheck.check(config))
                .getMessage());
    assertEquals(line.lines().count(), 1, "the message is more than one line: " + line);
    assertEquals(
        "The setting echosounder." + name, line.substring(0, line.indexOf(" is \"")), line);
    assertEquals("allowed is " + allowed + ".", line.substring(line.indexOf("allowed is")), line);
  }

  @ParameterizedTest
  @CsvSource({
    "max-connections, 1, 10000000, 10000001",
    "max-message-size, 1, 1G, 1073741825",
    "max-frame-size, 1, 1G, 1073741825",
    "relay-frame-size, 125, 16M, 16777217",
    "max-held-memory, 1M, 1024G, 1025G",
    "max-stream-rate, 1K, 1024G, 1025G",
    "compression-level, 0, 9, 10",
    "handshake-timeout, 100ms, 365d, 366d",
    "idle-timeout, 0s, 365d, 366d",
    "ping-interval, 0s, 365d, 366d",
    "max-connection-age, 0s, 365d, 366d",
    "close-timeout, 100ms, 365d, 366d",
    "drain.routing-grace, 0s, 365d, 366d",
    "drain.window, 0s, 365d, 366d",
    "drain.close-code, 1001, 1012, 1013",
    "verdicts.keep, 0, 1000000, 1000001",
    "verdicts.redis-keep, 1m, 365d, 366d"
  })
  void theLeastAndTheMostAreAllowedAndNoMore(String name, String least, String most, String more) {
    String setting = "echosounder." + name;
    for (String value : List.of(least, most)) {
      EchosounderConfig config = EchosounderConfigTest.read(Map.of(setting, value));
      assertDoesNotThrow(() -> SettingsCheck.check(config), value);
    }
    EchosounderConfig config = EchosounderConfigTest.read(Map.of(setting, more));
    assertThrows(ConfigurationException.class, () -> SettingsCheck.check(config));
  }

  @ParameterizedTest
  @CsvSource({"redis://host:1", "redis://host:65535", "redis://host/0", "rediss://HOST_1.echo"})
  void aPortOfRedisIsFrom1To65535(String url) {
    assertEquals(Optional.empty(), SettingsCheck.redisFault(url));
    assertTrue(SettingsCheck.redisFault("redis://host:65536").isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "redis://:very-secret@localhost:6379",
    "redis://user:very-secret@localhost",
    "redis://localhost?password=very-secret"
  })
  void aPasswordInTheAddressOfRedisIsRefusedAndNotRepeated(String url) {
    EchosounderConfig config =
        EchosounderConfigTest.read(Map.of("echosounder.verdicts.redis", url));
    String line =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> SettingsCheck.check(config))
                .getMessage());
    assertTrue(line.contains("echosounder.verdicts.redis-password"), line);
    assertFalse(line.contains("very-secret"), line);
  }

  @ParameterizedTest
  @CsvSource({
    "redis://localhost",
    "redis://redis.echo.svc:6379/3",
    "rediss://[::1]:6380?user=echo"
  })
  void anAddressOfRedisHasAHostAndPerhapsMore(String url) {
    EchosounderConfig config =
        EchosounderConfigTest.read(Map.of("echosounder.verdicts.redis", url));
    assertDoesNotThrow(() -> SettingsCheck.check(config));
  }

  @ParameterizedTest
  @CsvSource({"*", "https://example.org", "http://localhost:8080", "https://[::1]:8443", "null"})
  void anOriginIsASchemeAHostAndPerhapsAPort(String origin) {
    EchosounderConfig config =
        EchosounderConfigTest.read(Map.of("echosounder.allowed-origins", origin));
    assertDoesNotThrow(() -> SettingsCheck.check(config));
  }
}
