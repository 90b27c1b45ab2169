package io.github.echosounder.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.load.LoadRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code load --survive} of the packaged jar, in a process of its own, at work until told to end.
 */
final class LoadDuring {

  /** How a connection ends that leaves, or is sent elsewhere. */
  private static final Set<String> LEAVING = Set.of("1001", "1012");

  /** What the command reported. */
  record Seen(JsonNode report) {

    long count(String name) {
      return report.path("messages").path(name).asLong();
    }

    JsonNode closes() {
      return report.path("closes");
    }

    long longestGapMillis() {
      return report.path("longestGapMillis").asLong();
    }

    /** Each thing that a leave without loss does not bring. */
    List<String> faults() {
      List<String> faults = new ArrayList<>();
      for (String name : List.of("lost", "duplicated", "reordered", "altered")) {
        if (count(name) > 0) {
          faults.add(name + ": " + count(name));
        }
      }
      long failed = report.path("connections").path("failed").asLong();
      if (failed > 0) {
        faults.add("connections that never opened: " + failed);
      }
      closes()
          .fieldNames()
          .forEachRemaining(code -> {
            if (!LEAVING.contains(code)) {
              faults.add("closed with " + code + ": " + closes().path(code).asLong());
            }
          });
      return faults;
    }
  }

  private final LoadRun run;

  private LoadDuring(LoadRun run) {
    this.run = run;
  }

  /** On so many connections ten messages a second each. */
  static LoadDuring start(String address, int connections) throws IOException {
    return new LoadDuring(
        LoadRun.start(
            "ws://" + address + "/ws",
            "--survive",
            "--json",
            "--connections=" + connections,
            "--rate=" + 10 * connections,
            "--size=200",
            "--duration=1h"));
  }

  /** As Ctrl-C ends it. */
  Seen end() throws IOException, InterruptedException {
    run.interrupt();
    return awaitEnd();
  }

  Seen awaitEnd() throws IOException, InterruptedException {
    run.exitCode();
    return new Seen(run.report());
  }
}
