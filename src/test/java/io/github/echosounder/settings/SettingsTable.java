package io.github.echosounder.settings;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every setting, with its smallest legal value, its largest one and what is seen with each; a
 * setting of which zero means none has its smallest other value too. The tests at each {@link
 * Place} look.
 */
public final class SettingsTable {

  /** Where it is seen what a setting does. */
  public enum Place {
    /** A connection on a loop whose clock belongs to the test, and what such connections share. */
    SOCKET,
    /** A server on the wire. */
    SERVER,
    /** A drain. */
    DRAIN,
    /** A server beside a Redis. */
    REDIS
  }

  /**
   * A setting.
   *
   * @param seen by value, from the smallest to the largest
   * @param illegal values just beyond those, where there are any
   */
  public record Row(Place place, String name, Map<String, String> seen, List<String> illegal) {

    public String smallest() {
      return seen.keySet().iterator().next();
    }

    public String largest() {
      return seen.keySet().stream().reduce("", (earlier, later) -> later);
    }

    Row except(String... values) {
      return new Row(place, name, seen, List.of(values));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  public static final List<Row> ROWS =
      List.of(
          row(
              Place.SERVER,
              "reply-prefix",
              entry("", "sonar"),
              entry("re: ".repeat(250), "re: ".repeat(250) + "sonar")),
          row(
                  Place.SERVER,
                  "allowed-origins",
                  entry("null", "null: 101, https://a.example: 403"),
                  entry("*", "null: 101, https://a.example: 101"))
              .except("a.example", "https://a.example/", "*,a.example"),
          row(Place.SERVER, "subprotocols", entry("", ""), entry("sonar,echo", "echo"))
              .except("with space", "\"quoted\""),
          row(
              Place.SERVER,
              "server-name",
              entry("", "api/info: none, /ws/inspect: none"),
              entry("reef", "api/info: reef, /ws/inspect: reef")),
          row(
                  Place.SERVER,
                  "max-connections",
                  entry("1", "beside another: 503, ready: 503, limit: 1"),
                  entry("10000000", "beside another: 101, ready: 200, limit: 10000000"))
              .except("0", "10000001"),
          row(
                  Place.SERVER,
                  "handshake-timeout",
                  entry("100ms", "half a head: 408, a quarter of a second one: 408"),
                  entry("365d", "half a head: waited for, a quarter of a second one: waited for"))
              .except("99ms", "366d"),
          row(
                  Place.SERVER,
                  "compression",
                  entry("false", "not granted, told: []"),
                  entry("true", "granted, told: [\"permessage-deflate\"]"))
              .except(),
          row(Place.SERVER, "knobs", entry("false", "403"), entry("true", "101")),
          row(Place.SERVER, "log-format", entry("json", "JSON"), entry("text", "text")),
          row(
                  Place.SERVER,
                  "verdicts.keep",
                  entry("0", "connection: 404, refusal: 404"),
                  entry("1000000", "connection: 200, refusal: 200"))
              .except("-1", "1000001"),
          row(
              Place.SERVER,
              "verdicts.list",
              entry("false", "connections: 403, refusals: 403"),
              entry("true", "connections: 200, refusals: 200")),
          row(Place.SERVER, "verdicts.pod", entry("", "none"), entry("echo-0", "echo-0")),
          row(Place.SERVER, "verdicts.node", entry("", "none"), entry("node-1", "node-1")),
          row(Place.SERVER, "verdicts.zone", entry("", "none"), entry("zone-a", "zone-a")),
          row(Place.SERVER, "drain.rehearsal", entry("false", "403"), entry("true", "202")),
          row(
                  Place.SOCKET,
                  "max-message-size",
                  entry("1", "1 comes back; message of 2 bytes or more; the limit is 1"),
                  entry(
                      "1G",
                      "1 comes back; message of 1073741825 bytes or more; the limit is 1073741824"))
              .except("0", "1073741825"),
          row(
                  Place.SOCKET,
                  "max-frame-size",
                  entry("1", "1 comes back; frame of 2 bytes; the limit is 1"),
                  entry("1G", "1 comes back; frame of 1073741825 bytes; the limit is 1073741824"))
              .except("0", "1073741825"),
          row(
                  Place.SOCKET,
                  "relay-frame-size",
                  entry("125", "125 bytes in halves: 1 frame, 126: 2 frames"),
                  entry("16M", "16777216 bytes in halves: 1 frame, 16777217: 2 frames"))
              .except("124", "16777217"),
          row(
                  Place.SOCKET,
                  "max-held-memory",
                  entry("1M", "1048576 bytes"),
                  entry("1024G", "half of the JVM's"))
              .except("1048575", "1025G"),
          row(
                  Place.SOCKET,
                  "idle-timeout",
                  entry("0s", "never"),
                  entry("1ms", "at 1 ms: 1001 nothing received for 1ms (idle timeout)"),
                  entry("365d", "at 31536000000 ms: 1001 nothing received for 365d (idle timeout)"))
              .except("-1ms", "366d"),
          row(
                  Place.SOCKET,
                  "ping-interval",
                  entry("0s", "never"),
                  entry("1ms", "at 1 ms"),
                  entry("365d", "at 31536000000 ms"))
              .except("-1ms", "366d"),
          row(
                  Place.SOCKET,
                  "close-timeout",
                  entry("100ms", "at 100 ms"),
                  entry("365d", "at 31536000000 ms"))
              .except("99ms", "366d"),
          row(
                  Place.SOCKET,
                  "compression-level",
                  entry("0", "as the plain text"),
                  entry("9", "as zlib's level 9"))
              .except("-1", "10"),
          row(
                  Place.SOCKET,
                  "max-connection-age",
                  entry("0s", "never"),
                  entry("10ms", "between 9 and 11 ms"),
                  entry("365d", "between 28382400000 and 34689600000 ms"))
              .except("-1ms", "366d"),
          row(
                  Place.SOCKET,
                  "max-stream-rate",
                  entry("1K", "1 GiB takes 1048576000 ms"),
                  entry("1024G", "1 GiB takes 0 ms"))
              .except("1023", "1025G"),
          row(
                  Place.DRAIN,
                  "drain.routing-grace",
                  entry("0s", "routing-grace=0s"),
                  entry("365d", "routing-grace=365d"))
              .except("-1ms", "366d"),
          row(Place.DRAIN, "drain.window", entry("0s", "window=0s"), entry("365d", "window=365d"))
              .except("-1ms", "366d"),
          row(
                  Place.DRAIN,
                  "drain.close-code",
                  entry("1001", "closed with 1001"),
                  entry("1012", "closed with 1012"))
              .except("1000", "1002", "1011", "1013"),
          row(
                  Place.REDIS,
                  "verdicts.redis",
                  entry("", "no other replica knows"),
                  entry("redis://127.0.0.1", "another replica knows"))
              .except("127.0.0.1"),
          row(
              Place.REDIS,
              "verdicts.redis-password",
              entry("", "up: 0"),
              entry("for-tests-only", "up: 1")),
          row(
                  Place.REDIS,
                  "verdicts.redis-keep",
                  entry("1m", "kept for 60 s"),
                  entry("365d", "kept for 31536000 s"))
              .except("59s", "366d"));

  private SettingsTable() {}

  @SafeVarargs
  private static Row row(Place place, String name, Map.Entry<String, String>... seen) {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : seen) {
      ordered.put(each.getKey(), each.getValue());
    }
    return new Row(place, "echosounder." + name, ordered, List.of());
  }

  public static Stream<Row> rows(Place place) {
    return ROWS.stream().filter(row -> row.place() == place);
  }

  /** All settings at their defaults, but for one. */
  public static EchosounderConfig config(String name, String value) {
    return EchosounderConfigTest.read(Map.of(name, value));
  }

  /** The same, but for some. */
  public static EchosounderConfig config(Map<String, String> settings) {
    return EchosounderConfigTest.read(settings);
  }
}
