package io.github.echosounder.chart;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The clients of {@code src/rehearsal}, in a process of their own, at work until told to end. */
final class RehearsalClients {

  private static final Path SOURCES = Path.of("src/rehearsal");

  /**
   * What the clients saw.
   *
   * @param sent messages sent
   * @param faults each thing that a leave without loss does not bring
   * @param report all of it, for whoever looks for the reason
   */
  record Seen(long sent, long echoed, List<String> faults, String report) {

    /** What the report says in the line of this name. */
    String line(String name) {
      Matcher line = Pattern.compile("(?m)^" + name + " +(.*)$").matcher(report);
      return line.find() ? line.group(1) : "-";
    }
  }

  private final Process process;
  private final Path totals;
  private final Path report;

  private RehearsalClients(Process process, Path totals, Path report) {
    this.process = process;
    this.totals = totals;
    this.report = report;
  }

  static RehearsalClients start(String addresses, int connections, Path directory)
      throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path totals = Files.createTempFile(directory, "totals", "");
    Path report = Files.createTempFile(directory, "report", "");
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    try (Stream<Path> sources = Files.list(SOURCES)) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (failed != 0) {
      throw new IllegalStateException("src/rehearsal does not compile");
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-cp",
                classes.toString(),
                "Rehearsal",
                "addresses=" + addresses,
                "path=/ws",
                "connections=" + connections,
                "rate=10",
                "size=200",
                "comes-back=true",
                "totals=" + totals)
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    return new RehearsalClients(process, totals, report);
  }

  /** From here on the closes of the server are counted by the second. */
  void podsLeave() throws IOException {
    Writer told = process.outputWriter(StandardCharsets.UTF_8);
    told.write("term\n");
    told.flush();
  }

  Seen end() throws IOException, InterruptedException {
    process.outputWriter(StandardCharsets.UTF_8).close();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the clients did not end: " + Files.readString(report));
    }
    String text = Files.readString(report);
    String[] counts = Files.readString(totals).strip().split(" ", -1);
    if (counts.length != 2) {
      throw new AssertionError("the clients failed: " + text);
    }
    return new Seen(
        Long.parseLong(counts[0]),
        Long.parseLong(counts[1]),
        text.lines().filter(line -> line.startsWith("FAULT: ")).toList(),
        text);
  }
}
