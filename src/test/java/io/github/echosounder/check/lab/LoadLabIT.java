package io.github.echosounder.check.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.check.lab.Hop.End;
import io.github.echosounder.load.LoadRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code load} counts where a hop loses, repeats, overtakes or changes messages. */
class LoadLabIT {

  private static final int FAULTY = 10;

  private static PackagedJar server;

  @TempDir private static Path directory;

  @BeforeAll
  static void start() throws Exception {
    server = PackagedJar.start(PackagedJar.freePort(), Map.of());
    server.awaitOutput("Listening on");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static LoadRun through(Hop hop, String... options) throws Exception {
    try (Listener listener = Listener.of(hop)) {
      return load("ws://127.0.0.1:" + listener.port() + "/ws", options);
    }
  }

  private static LoadRun load(String url, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(url, "--connections", "3", "--in-flight", "8"));
    all.addAll(List.of("--duration", "2s", "--json"));
    all.addAll(List.of(options));
    return LoadRun.of(all.toArray(String[]::new));
  }

  private static Hop toClient(Hop.Filter fate) {
    return Hop.to(server.port()).toClient(Faults.message(FAULTY, fate));
  }

  private static void assertFaults(String faults, int exitCode, LoadRun run) throws Exception {
    assertEquals(faults, run.faults(), run.output() + run.errors());
    assertEquals(exitCode, run.exitCode());
  }

  @Test
  void aCleanHopHasNoFaults() throws Exception {
    assertFaults("lost 0, duplicated 0, reordered 0, altered 0", 0, through(Hop.to(server.port())));
  }

  @Test
  void oneLostOnEachConnectionIsThreeLost() throws Exception {
    assertFaults(
        "lost 3, duplicated 0, reordered 0, altered 0", 6, through(toClient(frame -> List.of())));
  }

  @Test
  void oneLostOnItsWayThereIsLostToo() throws Exception {
    assertFaults(
        "lost 3, duplicated 0, reordered 0, altered 0",
        6,
        through(Hop.to(server.port()).toServer(Faults.message(FAULTY, frame -> List.of()))));
  }

  @Test
  void oneRepeatedOnEachConnectionIsThreeDuplicated() throws Exception {
    assertFaults(
        "lost 0, duplicated 3, reordered 0, altered 0",
        6,
        through(toClient(frame -> List.of(frame, frame))));
  }

  @Test
  void oneOvertakenOnEachConnectionIsThreeReordered() throws Exception {
    assertFaults(
        "lost 0, duplicated 0, reordered 3, altered 0",
        6,
        through(Hop.to(server.port()).toClient(Faults.overtaken(FAULTY))));
  }

  @Test
  void oneChangedOnEachConnectionIsThreeAltered() throws Exception {
    assertFaults(
        "lost 0, duplicated 0, reordered 0, altered 3",
        6,
        through(toClient(frame -> List.of(Faults.altered(frame)))));
  }

  @Test
  void aCutIs1006AndExitCode8() throws Exception {
    LoadRun run = through(Hop.to(server.port()).toClient(Faults.endingAt(500, End.RESET)));
    assertEquals(8, run.exitCode(), run.output());
    assertEquals(3, run.report().path("closes").path("1006").asInt());
  }

  @Test
  void whoSurvivesCutsSendsAgainAndLosesNothing() throws Exception {
    LoadRun run =
        through(Hop.to(server.port()).toClient(Faults.endingAt(500, End.FIN)), "--survive");
    assertFaults("lost 0, duplicated 0, reordered 0, altered 0", 0, run);
    assertTrue(run.report().path("messages").path("sentAgain").asInt() > 0, run.output());
    assertTrue(run.report().path("connections").path("reconnected").asInt() > 0, run.output());
  }

  @Test
  void overTlsItIsTheSameAndAnUntrustedCertificateIsExitCode4() throws Exception {
    Certificate certificate = Certificate.of("IP:127.0.0.1", -2, 90, directory);
    try (Listener tls = Listener.of(Hop.to(server.port()), certificate.sockets())) {
      String url = "wss://127.0.0.1:" + tls.port() + "/ws";
      assertFaults(
          "lost 0, duplicated 0, reordered 0, altered 0",
          0,
          load(url, "--cacert", certificate.pem().toString()));
      assertFaults("lost 0, duplicated 0, reordered 0, altered 0", 0, load(url, "--insecure"));
      assertEquals(4, load(url).exitCode());
    }
  }
}
