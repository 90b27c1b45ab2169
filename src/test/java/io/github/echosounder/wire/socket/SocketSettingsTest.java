package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.behaviour.Rates;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.settings.SettingsTable.Place;
import io.github.echosounder.settings.SettingsTable.Row;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.frame.FrameLimits;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of a connection: each value of the table changes what is seen of one. */
class SocketSettingsTest {

  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final long MOST = Integer.MAX_VALUE;
  private static final Duration YEARS = Duration.ofDays(3 * 365);

  private final Map<String, Function<EchosounderConfig, String>> looks =
      Map.ofEntries(
          Map.entry("echosounder.max-message-size", this::largestMessage),
          Map.entry("echosounder.max-frame-size", this::largestFrame),
          Map.entry("echosounder.relay-frame-size", this::largestWholeFrame),
          Map.entry("echosounder.max-held-memory", SocketSettingsTest::budget),
          Map.entry("echosounder.idle-timeout", this::endOfSilence),
          Map.entry("echosounder.ping-interval", this::firstPing),
          Map.entry("echosounder.close-timeout", this::endOfPatience),
          Map.entry("echosounder.compression-level", this::compressed),
          Map.entry("echosounder.max-connection-age", this::endOfAge),
          Map.entry("echosounder.max-stream-rate", SocketSettingsTest::streamRate));

  /** One for each look: time goes by on it. */
  private Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  static Stream<Row> rows() {
    return SettingsTable.rows(Place.SOCKET);
  }

  @Test
  void eachSettingOfAConnectionIsLookedAt() {
    assertEquals(looks.keySet(), rows().map(Row::name).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachValueIsSeen(Row row) {
    var look = Objects.requireNonNull(looks.get(row.name()));
    row.seen()
        .forEach((value, seen) -> {
          assertEquals(
              seen, look.apply(SettingsTable.config(row.name(), value)), row + "=" + value);
          loop.close();
          loop = new Loop();
        });
  }

  private LoneSocket open(EchosounderConfig config) {
    return open(SocketLimits.of(config));
  }

  private LoneSocket open(SocketLimits limits) {
    return loop.open(limits, "", null);
  }

  /** One limit is looked at where another one would come first. */
  private static SocketLimits with(FrameLimits frames, SocketLimits limits) {
    return new SocketLimits(
        frames,
        limits.relayFrameBytes(),
        limits.compressionLevel(),
        limits.closeTimeout(),
        limits.idleTimeout(),
        limits.maxAge(),
        limits.pingInterval());
  }

  private String largestMessage(EchosounderConfig config) {
    SocketLimits limits = SocketLimits.of(config);
    long limit = limits.frames().messageBytes();
    LoneSocket socket = open(with(new FrameLimits(limit, MOST), limits)).send(text("a"));
    socket.send(text("b").unfinished());
    return refusal(socket.send(continuation(new byte[0]).announcing(limit).header()));
  }

  private String largestFrame(EchosounderConfig config) {
    long beyond = config.maxFrameSize().asLongValue() + 1;
    LoneSocket socket = open(SocketLimits.of(config)).send(text("a"));
    return refusal(socket.send(binary(new byte[0]).announcing(beyond).header()));
  }

  private static String refusal(LoneSocket socket) {
    List<ServerFrame> frames = socket.received().frames();
    ServerFrame last = frames.get(frames.size() - 1);
    assertEquals(1009, last.closeCode());
    return socket.received().messages().size() + " comes back; " + last.closeReason();
  }

  private String largestWholeFrame(EchosounderConfig config) {
    int limit = (int) config.relayFrameSize().asLongValue();
    return "%d bytes in halves: %d frame, %d: %d frames"
        .formatted(limit, framesOf(limit, config), limit + 1, framesOf(limit + 1, config));
  }

  private int framesOf(int size, EchosounderConfig config) {
    LoneSocket socket = open(with(new FrameLimits(MOST, MOST), SocketLimits.of(config)));
    byte[] bytes = binary(new byte[size]).bytes();
    int half = bytes.length / 2;
    socket.force(Bytes.slice(bytes, 0, half));
    socket.force(Bytes.slice(bytes, half, bytes.length));
    loop.settle();
    assertEquals(1, socket.received().messages().size());
    return socket.received().frames().size();
  }

  private static String budget(EchosounderConfig config) {
    long limit = DirectMemory.budget(config).limit();
    return limit == PlatformDependent.maxDirectMemory() / 2
        ? "half of the JVM's"
        : limit + " bytes";
  }

  private String endOfSilence(EchosounderConfig config) {
    LoneSocket socket = open(config);
    String when = when(config.idleTimeout(), () -> isClosing(socket));
    if (when.equals("never")) {
      return when;
    }
    ServerFrame close = socket.received().frames().get(0);
    return when + ": " + close.closeCode() + " " + close.closeReason();
  }

  private String firstPing(EchosounderConfig config) {
    LoneSocket socket = open(config);
    return when(
        config.pingInterval(),
        () -> socket.received().frames().stream().anyMatch(frame -> frame.opcode() == Opcode.PING));
  }

  private String endOfPatience(EchosounderConfig config) {
    LoneSocket socket = open(config).close(Cause.DRAIN, 1001, "leaving");
    return when(config.closeTimeout(), () -> !socket.isOpen());
  }

  /** A millisecond before the time it has not happened, and at the time it has. */
  private String when(Duration expected, BooleanSupplier hasHappened) {
    if (expected.isZero()) {
      loop.advance(YEARS);
      return hasHappened.getAsBoolean() ? "in years" : "never";
    }
    loop.advance(expected.minus(MOMENT));
    if (hasHappened.getAsBoolean()) {
      return "before " + expected;
    }
    loop.advance(MOMENT);
    return hasHappened.getAsBoolean() ? "at " + expected.toMillis() + " ms" : "after " + expected;
  }

  private String endOfAge(EchosounderConfig config) {
    LoneSocket socket = open(config);
    Duration age = config.maxConnectionAge();
    if (age.isZero()) {
      loop.advance(YEARS);
      return isClosing(socket) ? "in years" : "never";
    }
    Duration earliest = age.multipliedBy(9).dividedBy(10);
    Duration latest = age.multipliedBy(11).dividedBy(10);
    loop.advance(earliest.minus(MOMENT));
    if (isClosing(socket)) {
      return "before " + earliest;
    }
    loop.advance(latest.minus(earliest).plus(MOMENT));
    return isClosing(socket)
        ? "between %d and %d ms".formatted(earliest.toMillis(), latest.toMillis())
        : "after " + latest;
  }

  private static boolean isClosing(LoneSocket socket) {
    return socket.received().frames().stream().anyMatch(frame -> frame.opcode() == Opcode.CLOSE);
  }

  private String compressed(EchosounderConfig config) {
    byte[] plain = Bytes.utf8("%s echo sounder ".formatted("sonar ".repeat(20)).repeat(200));
    LoneSocket socket =
        loop.open(SocketLimits.of(config), "", new Compression(true, 15, false)).send(text(plain));
    ServerFrame reply = socket.received().frames().get(0);
    assertEquals(new String(plain, UTF_8), textOf(socket));
    if (!reply.compressed()) {
      return reply.length() == plain.length ? "as the plain text" : "longer";
    }
    for (int level : new int[] {9, 6, 1}) {
      if (reply.length() == zlib(plain, level)) {
        return "as zlib's level " + level;
      }
    }
    return String.format(Locale.ROOT, "%d bytes", reply.length());
  }

  private static String textOf(LoneSocket socket) {
    return socket.received().messages().get(0).text();
  }

  /** RFC 7692, 7.2.1: without the four bytes that end a flush. */
  private static int zlib(byte[] plain, int level) {
    Deflater deflater = new Deflater(level, true);
    deflater.setInput(plain);
    int length =
        deflater.deflate(new byte[2 * plain.length], 0, 2 * plain.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return length - 4;
  }

  private static String streamRate(EchosounderConfig config) {
    var rate = StreamRate.bound(config, new HeldMemory(1 << 20));
    return "1 GiB takes " + Rates.millisFor(rate, 1 << 30) + " ms";
  }
}
