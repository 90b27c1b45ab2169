package io.github.echosounder.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code load} of the packaged jar, as a process of its own. */
public final class LoadRun {

  private static final long PATIENCE_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path output;
  private final Path errors;

  private LoadRun(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /** Runs to its end. */
  public static LoadRun of(String... arguments) throws IOException, InterruptedException {
    LoadRun run = start(arguments);
    run.exitCode();
    return run;
  }

  public static LoadRun start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar", "load"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(Path.of("target"), "load", ".out");
    Path errors = Files.createTempFile(Path.of("target"), "load", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    process.getOutputStream().close();
    return new LoadRun(process, output, errors);
  }

  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("load does not end");
    }
    return process.exitValue();
  }

  /** SIGINT, as Ctrl-C sends it. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  public String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  public String errors() throws IOException {
    return Files.readString(errors, StandardCharsets.UTF_8);
  }

  public JsonNode report() throws IOException {
    try {
      return JSON.readTree(output());
    } catch (IOException e) {
      throw new AssertionError("no JSON on standard output, but: " + output() + errors(), e);
    }
  }

  /** The counters that are zero where nothing is wrong. */
  public String faults() throws IOException {
    JsonNode messages = report().path("messages");
    return "lost %d, duplicated %d, reordered %d, altered %d"
        .formatted(
            messages.path("lost").asLong(-1),
            messages.path("duplicated").asLong(-1),
            messages.path("reordered").asLong(-1),
            messages.path("altered").asLong(-1));
  }
}
