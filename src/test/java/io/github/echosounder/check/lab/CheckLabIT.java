package io.github.echosounder.check.lab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command names the fault of each broken path, and its exit code tells its kind. */
@Execution(ExecutionMode.CONCURRENT)
class CheckLabIT {

  private static PackagedJar server;

  @BeforeAll
  static void start() throws Exception {
    server = PackagedJar.start(PackagedJar.freePort(), Map.of());
    server.awaitOutput("Listening on");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<BrokenPath> paths() {
    return BrokenPaths.all();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void theFaultIsNamed(BrokenPath path) throws Exception {
    try (Listener listener = Listener.of(path.service().apply(server.port()))) {
      String url = "ws://127.0.0.1:" + listener.port() + path.target();
      CheckRun run = CheckRun.of(url, path.optionsInShort());
      String whole = run.toString();
      assertAll(
          () -> assertEquals(path.cause(), run.report().path("cause").asText(), whole),
          () -> assertEquals(path.exitCode(), run.exitCode(), whole),
          () -> assertEquals(path.exitCode(), run.report().path("exitCode").asInt(), whole));
    }
  }

  @ParameterizedTest
  @MethodSource("quickly")
  void nothingIsNamedOnACleanPath(List<String> options) throws Exception {
    try (Listener listener = Listener.of(Hop.to(server.port()))) {
      for (int port : List.of(server.port(), listener.port())) {
        CheckRun run = CheckRun.of("ws://127.0.0.1:" + port + "/ws", options);
        assertEquals(List.of(), run.causes(), run.toString());
        assertEquals(0, run.exitCode(), run.toString());
      }
    }
  }

  @Test
  void whereTheEchoAloneIsRoutedNothingIsBlamed() throws Exception {
    try (Listener listener = Listener.of(Hop.to(server.port()).notRouting("/ws/"))) {
      CheckRun run = CheckRun.of("ws://127.0.0.1:" + listener.port() + "/ws", List.of("--quick"));
      assertEquals(List.of(), run.causes(), run.toString());
      assertEquals(0, run.exitCode(), run.toString());
    }
  }

  @Test
  void whereAnEchoTakesSecondsAFewAreEnough() throws Exception {
    Hop slow = Hop.to(server.port()).gatheringReplies(Duration.ofSeconds(3));
    try (Listener listener = Listener.of(slow)) {
      String url = "ws://127.0.0.1:" + listener.port() + "/ws";
      CheckRun run = CheckRun.of(url, List.of("--only", "rtt"));
      int echoes = run.facts("rtt").path("echoes").asInt();
      assertTrue(echoes > 1 && echoes < 10, run.toString());
    }
  }

  static Stream<List<String>> quickly() {
    return Stream.of(List.of("--idle", "2s"), List.of("--quick"));
  }
}
