package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.Promtool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/load.md shows: the command that adds up the reports, run on reports. */
class LoadDocsTest {

  private static final String DOCUMENT = Chart.read(Chart.SOURCE.resolve("docs/load.md"));

  /** On one line, as a program may print it. */
  private static final String ONE =
      """
      {"version": 1, "target": "ws://a/ws", "seconds": 30.5, "connections": {"opened": 50, "failed": 1, "reconnected": 12},\
       "messages": {"sent": 100, "echoed": 98, "lost": 2, "duplicated": 0, "reordered": 0, "altered": 0, "sentAgain": 3},\
       "closes": {"1001": 12}, "latencyMicros": {"p50": 10, "p90": 90, "p99": 900, "p999": 1900, "max": 2000},\
       "perSecond": {"messages": 3.25, "bytes": 400.5}, "longestGapMillis": 70}
      """;

  /** On many, as another does, and with other words around it. */
  private static final String OTHER =
      """
      [warning] {this is} no document
      {
        "version" : 1,
        "target" : "ws://a/ws",
        "seconds" : 31.0,
        "connections" : { "opened" : 49, "failed" : 0, "reconnected" : 0 },
        "messages" : {
          "sent" : 50, "echoed" : 50, "lost" : 0, "duplicated" : 1, "reordered" : 2, "altered" : 4, "sentAgain" : 0
        },
        "closes" : { "1001" : 5, "1012" : 1 },
        "latencyMicros" : { "p50" : 11, "p90" : 80, "p99" : 901, "p999" : 1000, "max" : 1001 },
        "perSecond" : { "messages" : 1.5, "bytes" : 100.0 },
        "longestGapMillis" : 3000
      }
      {"version": 1, "note": "no report"}
      """;

  @Test
  void countsAreAddedAndTheWorstOfThePodsIsSaidToBeThat(@TempDir Path directory) throws Exception {
    JsonNode merged = merge(directory, ONE + OTHER);
    assertEquals(
        Chart.YAML.readTree(
            """
            {"pods": 2, "targets": ["ws://a/ws"], "seconds": 31.0,
             "connections": {"opened": 99, "failed": 1, "reconnected": 12},
             "messages": {"sent": 150, "echoed": 148, "lost": 2, "duplicated": 1, "reordered": 2, "altered": 4, "sentAgain": 3},
             "closes": {"1001": 17, "1012": 1},
             "latencyMicrosOfTheWorstPod": {"p50": 11, "p90": 90, "p99": 901, "p999": 1900, "max": 2000},
             "perSecond": {"messages": 4.75, "bytes": 500.5}, "longestGapMillis": 3000}
            """),
        Chart.YAML.readTree(merged.toString().replace("\"seconds\":31,", "\"seconds\":31.0,")));
    assertFalse(merged.has("latencyMicros"));
  }

  @Test
  void theReportOfASinglePodStaysAsItIs(@TempDir Path directory) throws Exception {
    JsonNode merged = merge(directory, ONE);
    JsonNode report = Chart.YAML.readTree(ONE);
    for (String field : new String[] {"connections", "messages", "closes", "perSecond"}) {
      assertEquals(report.get(field), merged.get(field), field);
    }
    assertEquals(report.get("latencyMicros"), merged.get("latencyMicrosOfTheWorstPod"));
  }

  @Test
  void withoutAReportNothingIsAddedUp(@TempDir Path directory) throws Exception {
    String output = run(directory, "Unable to connect to the server\n", 5);
    assertTrue(output.contains("no report of load among these logs"), output);
  }

  @Test
  void theCommandsAskForThePodsThatTheJobMakes() {
    Manifest job = Manifest.only(Chart.renderAs("echo", "echo", "load: {enabled: true}"), "Job");
    Matcher selector = Pattern.compile("--selector (\\S+)").matcher(DOCUMENT);
    int count = 0;
    while (selector.find()) {
      for (String label : selector.group(1).split(",", -1)) {
        String[] pair = label.split("=", 2);
        JsonNode labels = job.at("/spec/template/metadata/labels");
        assertEquals(pair[1], labels.path(pair[0]).asText(), label);
        assertEquals(pair[1], job.at("/metadata/labels").path(pair[0]).asText(), label);
      }
      count++;
    }
    assertEquals(3, count);
  }

  @Test
  void theValuesOfItsExampleAreAccepted() {
    Manifest job =
        Manifest.only(
            Chart.render(
                """
                load:
                  enabled: true
                  pods: 4
                  arguments: [%s]
                """
                    .formatted(found("'load\\.arguments=\\{(.*?)}'"))),
            "Job");
    KubernetesTypes.accept(job);
    assertEquals("2m", job.text("/spec/template/spec/containers/0/args/8"));
  }

  private static JsonNode merge(Path directory, String logs) throws Exception {
    return Chart.YAML.readTree(run(directory, logs, 0));
  }

  /** What the document's pipeline makes of these logs, with everything behind kubectl as it is. */
  private static String run(Path directory, String logs, int code)
      throws IOException, InterruptedException {
    Promtool.find("jq", "jq");
    Path input = Files.writeString(directory.resolve("logs"), logs);
    Process process =
        new ProcessBuilder("sh", "-c", found("(?s)(  sed -n .*?\\n  jq .*?)\\n```").strip())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), output);
    return output;
  }

  private static String found(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(DOCUMENT);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }
}
