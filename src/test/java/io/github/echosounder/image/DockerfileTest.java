package io.github.echosounder.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What others rely on in `docker/Dockerfile`: the chart, the cluster's admission, a rebuild. */
class DockerfileTest {

  private static final List<String> LINES = lines(Path.of("docker/Dockerfile"));

  @Test
  void theUserIsANumberAndNotRoot() {
    assertEquals("65532:65532", only("^USER (.*)$"));
  }

  @Test
  void thePortIsTheOneThatTheServerListensOn() throws IOException {
    Properties settings = new Properties();
    try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      settings.load(file);
    }
    assertEquals(settings.getProperty("quarkus.http.port"), only("^EXPOSE (.*)$"));
  }

  @Test
  void aDefaultBaseIsPinnedToAVersionOrEmpty() {
    List<String> bases = all("^ARG \\w+_IMAGE=(.*)$");
    assertFalse(bases.isEmpty());
    for (String base : bases) {
      assertTrue(base.equals("scratch") || base.matches(".+:\\d+\\.\\d+.*"), base);
    }
  }

  @Test
  void everyStageStartsFromAnArgument() {
    for (String from : all("^FROM (\\S+)")) {
      assertTrue(from.matches("\\$\\{\\w+_IMAGE}"), from);
    }
  }

  @Test
  void noShellStandsBetweenASignalAndJava() {
    assertTrue(only("^ENTRYPOINT (.*)$").startsWith("[\"/opt/java/bin/java\","));
  }

  @Test
  void theArgumentsOfTheContainerAreThoseOfTheApplication() {
    assertTrue(
        only("^ENTRYPOINT (.*)$").endsWith("\"-jar\", \"/opt/echosounder/quarkus-run.jar\"]"));
    assertEquals(List.of(), all("^(CMD .*)$"));
  }

  @Test
  void theHealthCheckNeedsNoShell() {
    assertTrue(only("^  CMD (.*)$").startsWith("[\"/opt/java/bin/java\","));
  }

  @Test
  void whatIsCopiedIsWhatTheIgnoreFileLetsThrough() {
    List<String> ignore = lines(Path.of(".dockerignore"));
    assertTrue(ignore.contains("*"));
    for (String copied : all("^COPY (?!--from)(.*) \\S+$")) {
      for (String source : copied.split(" ", -1)) {
        assertTrue(ignore.contains("!" + source), source);
        assertTrue(Files.exists(Path.of(source)), source);
      }
    }
  }

  private static String only(String pattern) {
    List<String> found = all(pattern);
    assertEquals(1, found.size(), pattern + " in docker/Dockerfile");
    return found.get(0);
  }

  private static List<String> all(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return LINES.stream()
        .map(compiled::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
