package io.github.echosounder.check.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What {@code check --json} of the packaged jar said, as a process of its own. */
record CheckRun(int exitCode, String output, String errors) {

  private static final long PATIENCE_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  static CheckRun of(String url, List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar", "check", url, "--json"));
    command.addAll(options);
    Path errors = Files.createTempFile(Path.of("target"), "check", ".log");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("check " + url + " does not end");
    }
    return new CheckRun(process.exitValue(), output, Files.readString(errors));
  }

  JsonNode report() {
    try {
      return JSON.readTree(output);
    } catch (IOException e) {
      throw new AssertionError("no JSON on standard output, but: " + this, e);
    }
  }

  /** What a step measured. */
  JsonNode facts(String step) {
    for (JsonNode each : report().path("steps")) {
      if (each.path("id").asText().equals(step)) {
        return each.path("facts");
      }
    }
    throw new AssertionError("no step " + step + ": " + this);
  }

  /** Each cause that a step names, with the step; in the order of the steps. */
  List<String> causes() {
    List<String> causes = new ArrayList<>();
    for (JsonNode step : report().path("steps")) {
      if (step.hasNonNull("cause")) {
        causes.add(
            step.path("id").asText()
                + ": "
                + step.path("cause").asText()
                + ": "
                + step.path("detail").asText());
      }
    }
    return causes;
  }
}
