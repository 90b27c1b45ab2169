package io.github.echosounder.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.PackagedJar;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command as users start it, against the server as users start it. */
class LoadIT {

  private static final String NONE = "lost 0, duplicated 0, reordered 0, altered 0";

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

  private static String url() {
    return "ws://127.0.0.1:" + server.port() + "/ws";
  }

  private static void assertFlawless(LoadRun run) throws Exception {
    assertEquals(NONE, run.faults(), run.errors());
    JsonNode messages = run.report().path("messages");
    assertTrue(messages.path("sent").asLong() > 0, "nothing was sent");
    assertEquals(messages.path("sent"), messages.path("echoed"));
    assertEquals(0, run.exitCode());
  }

  @Test
  void aServerThatEchoesHasNoFaults() throws Exception {
    LoadRun run =
        LoadRun.of(url(), "--connections", "20", "--in-flight", "16", "--duration", "2s", "--json");
    assertFlawless(run);
    assertEquals(20, run.report().path("connections").path("opened").asInt());
  }

  @Test
  void compressedLargeAndBinaryMessagesComeBackWhole() throws Exception {
    assertFlawless(
        LoadRun.of(url(), "--compress", "--connections", "3", "--duration", "1s", "--json"));
    assertFlawless(
        LoadRun.of(
            url(),
            "--size",
            "1MiB",
            "--type",
            "binary",
            "--connections",
            "2",
            "--duration",
            "1s",
            "--json"));
    assertFlawless(
        LoadRun.of(
            url(),
            "--rate",
            "200",
            "--ramp",
            "1s",
            "--connections",
            "10",
            "--duration",
            "2s",
            "--json"));
  }

  @Test
  void theReportForPeopleEndsWithTheVerdict() throws Exception {
    LoadRun run = LoadRun.of(url(), "--connections", "2", "--duration", "1s");
    String last = run.output().strip().lines().reduce("", (before, line) -> line);
    assertEquals("PASS  Nothing was lost, duplicated, reordered or altered.", last);
  }

  @Test
  void anEndpointThatAddsAPrefixAltersEachMessageAndIsToldSo() throws Exception {
    LoadRun run =
        LoadRun.of(
            "ws://127.0.0.1:" + server.port() + "/", "--connections", "1", "--duration", "1s");
    assertEquals(6, run.exitCode());
    assertTrue(run.output().contains("bytes instead of 125"), run.output());
  }

  @Test
  void ctrlCEndsItWithTheReport() throws Exception {
    long before = opened(server);
    LoadRun run =
        LoadRun.start(url(), "--connections", "2", "--duration", "1h", "--rate", "50", "--json");
    awaitOpened(server, before + 2);
    run.interrupt();
    assertEquals(0, run.exitCode(), run.errors());
    assertEquals(NONE, run.faults());
    assertTrue(run.report().path("seconds").asDouble() < 3600);
  }

  private static long opened(PackagedJar jar) throws Exception {
    return jar.output().lines().filter(line -> line.contains(" opened id=")).count();
  }

  private static void awaitOpened(PackagedJar jar, long connections) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (opened(jar) < connections) {
      assertTrue(System.nanoTime() < deadline, "too few connections are open");
      Thread.sleep(20);
    }
  }

  @Test
  void wrongUsageIsExitCode2WithASentence() throws Exception {
    String[][] wrong = {
      {"the scheme", "http://127.0.0.1/", "a WebSocket's scheme is ws"},
      {"no number", url(), "--connections", "many", "'many' is not an int"},
      {"none", url(), "--connections", "0", "--connections is 1 to 60000, not 0"},
      {"both", url(), "--rate", "5", "--in-flight", "2", "exclude each other"},
      {"no rate", url(), "--rate", "0", "--rate is more than 0"},
      {"no unit", url(), "--duration", "30", "\"30\" is no duration"},
      {"no time", url(), "--duration", "0s", "--duration must be more than 0"},
      {"all ramp", url(), "--duration", "2s", "--ramp", "2s", "--ramp must be shorter"},
      {"a type", url(), "--type", "json", "text, binary"},
      {"a header", url(), "--header", "none", "'Name: value'"},
      {"a file", url(), "--cacert", "target/no.pem", "there is no file"},
      {"an option", url(), "--survives", "--survives"},
    };
    for (String[] line : wrong) {
      String[] arguments = Arrays.copyOfRange(line, 1, line.length - 1);
      LoadRun run = LoadRun.of(arguments);
      assertEquals(2, run.exitCode(), line[0]);
      assertEquals("", run.output(), line[0]);
      assertTrue(run.errors().contains(line[line.length - 1]), line[0] + ": " + run.errors());
      assertTrue(!run.errors().contains("\tat "), run.errors());
    }
  }

  @Test
  void itsHelpNamesEachOption() throws Exception {
    LoadRun run = LoadRun.of("--help");
    assertEquals(0, run.exitCode());
    for (String option :
        "connections rate in-flight size type duration ramp compress survive json header insecure"
            .split(" ", -1)) {
      assertTrue(run.output().contains("--" + option), option);
    }
  }

  @Test
  void aDrainUnderLoadLosesNothingForWhoSurvives() throws Exception {
    int port = PackagedJar.freePort();
    String[] settings = {"echosounder.drain.routing-grace=500ms", "echosounder.drain.window=1s"};
    try (PackagedJar first = PackagedJar.start(port, Map.of(), settings)) {
      first.awaitOutput("Listening on");
      LoadRun run =
          LoadRun.start(
              "ws://127.0.0.1:" + port + "/ws",
              "--survive",
              "--connections",
              "10",
              "--rate",
              "500",
              "--duration",
              "1h",
              "--json");
      awaitOpened(first, 10);
      first.terminate();
      assertEquals(0, first.awaitExit());
      try (PackagedJar second = PackagedJar.start(port, Map.of())) {
        awaitOpened(second, 10);
        run.interrupt();
        assertEquals(0, run.exitCode(), run.errors());
        assertEquals(NONE, run.faults());
        // Until its end the one that drains accepts further ones, which it closes as well.
        int closed = run.report().path("closes").path("1001").asInt();
        assertTrue(closed >= 10, run.output());
        assertEquals(1, run.report().path("closes").size(), run.output());
        assertEquals(
            closed, run.report().path("connections").path("reconnected").asInt(), run.output());
      }
    }
  }
}
