package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own checker, found on the PATH. */
public record Promtool(Path executable) {

  /** Where it is missing, a test is skipped with one line; on CI it fails. */
  public static Promtool installed() {
    return new Promtool(find("promtool"));
  }

  /** A program of Debian's package prometheus. */
  public static Path find(String program) {
    return find(program, "prometheus");
  }

  /** A program of a package of Debian's. */
  public static Path find(String program, String debianPackage) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(directory -> Path.of(directory, program))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      if ("true".equals(System.getenv("CI"))) {
        fail(program + " is missing, and CI=true demands it");
      }
      String missing =
          "skipped: "
              + program
              + " is not installed (Debian: apt-get install --no-install-recommends "
              + debianPackage
              + ")";
      System.err.println(missing);
      Assumptions.abort(missing);
    }
    return found.get();
  }

  /** It must be content with the arguments. */
  public void run(String... arguments) throws IOException, InterruptedException {
    run(ProcessBuilder.Redirect.PIPE, arguments);
  }

  /** It must be content with the file, which it reads from its standard input. */
  public void run(Path input, String... arguments) throws IOException, InterruptedException {
    run(ProcessBuilder.Redirect.from(input.toFile()), arguments);
  }

  private void run(ProcessBuilder.Redirect input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), String.join(" ", command) + "\n" + output);
  }
}
