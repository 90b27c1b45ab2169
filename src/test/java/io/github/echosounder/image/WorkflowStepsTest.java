package io.github.echosounder.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The steps of the workflows, as far as they run without GitHub: their shell, with stand-ins for
 * the programs that publish, and every name that one part of a workflow uses of another.
 */
class WorkflowStepsTest {

  private static final Path FOLDER = Path.of(".github/workflows");

  /** A step of a job, with what surrounds it. */
  record Step(JsonNode job, JsonNode step) {

    String run() {
      return step.path("run").asText();
    }

    @Override
    public String toString() {
      return step.path("name").asText(step.path("run").asText().lines().findFirst().orElse("?"));
    }
  }

  static Stream<Step> scripts() {
    return Stream.of("build.yml", "release.yml")
        .flatMap(file -> steps(file).stream())
        .filter(step -> step.step().has("run"));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void theShellOfEveryStepIsShell(Step step) throws Exception {
    shell(step.run(), Map.of(), Path.of("."), "-n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"build.yml", "release.yml"})
  void everyExpressionNamesSomethingThatExists(String file) {
    JsonNode workflow = read(file);
    JsonNode jobs = workflow.path("jobs");
    int count = 0;
    for (Map.Entry<String, JsonNode> job : jobs.properties()) {
      String text = job.getValue().toString();
      Matcher expression = Pattern.compile("\\$\\{\\{ ([a-z]+)\\.([\\w.-]+) }}").matcher(text);
      while (expression.find()) {
        String[] path = expression.group(2).split("\\.", -1);
        boolean exists =
            switch (expression.group(1)) {
              case "needs" ->
                  names(job.getValue().path("needs")).contains(path[0])
                      && jobs.path(path[0]).path("outputs").has(path[2]);
              case "steps" -> writes(job.getValue(), path[0], path[2]);
              case "matrix" -> hasMatrix(job.getValue(), path[0]);
              case "env" -> workflow.path("env").has(path[0]);
              case "secrets" -> path[0].equals("GITHUB_TOKEN");
              case "github" ->
                  Set.of("actor", "sha", "token", "ref", "workflow", "event_name")
                      .contains(path[0]);
              default -> false;
            };
        assertTrue(exists, job.getKey() + ": " + expression.group());
        count++;
      }
      for (String needed : names(job.getValue().path("needs"))) {
        assertTrue(jobs.has(needed), job.getKey() + " needs " + needed);
      }
    }
    assertTrue(count > 0);
  }

  @Test
  void everyFileThatAStepNamesIsThere() throws IOException {
    Set<String> made = Set.of("target/sbom.json", "target/surefire-reports", "digests");
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<outputName>sbom</outputName>"));
    Set<String> named = new TreeSet<>();
    for (String file : List.of("build.yml", "release.yml")) {
      String text = Files.readString(FOLDER.resolve(file));
      Matcher path =
          Pattern.compile("(?:^|[ =])((?:docker|helm|target)/[\\w./-]+|CHANGELOG\\.md|pom\\.xml)")
              .matcher(text);
      while (path.find()) {
        if (!path.group(1).endsWith("-action")) {
          named.add(path.group(1));
        }
      }
    }
    assertTrue(named.contains("docker/Dockerfile") && named.contains("CHANGELOG.md"), "" + named);
    for (String path : named) {
      assertTrue(made.contains(path) || Files.exists(Path.of(path)), path);
    }
  }

  @Test
  void whatIsRunInTheImageIsInTheImage() throws IOException {
    String dockerfile = Files.readString(Path.of("docker/Dockerfile"));
    String build = Files.readString(FOLDER.resolve("build.yml"));
    Matcher path = Pattern.compile("/opt/[\\w./-]+").matcher(build);
    while (path.find()) {
      assertTrue(dockerfile.contains(path.group()), path.group());
    }
    Matcher arguments = Pattern.compile("echosounder:dev \\\\\\s+(\\w+) (\\S+)").matcher(build);
    assertTrue(arguments.find());
    assertEquals("check", arguments.group(1));
    assertEquals("ws://127.0.0.1:10083/ws", arguments.group(2));
  }

  @Test
  void everyBuildArgumentIsOneOfTheDockerfile() throws IOException {
    String dockerfile = Files.readString(Path.of("docker/Dockerfile"));
    List<String> arguments = new ArrayList<>();
    for (String text : read("release.yml").findValuesAsText("build-args")) {
      text.lines().map(line -> line.replaceFirst("=.*", "")).forEach(arguments::add);
    }
    assertEquals(4, arguments.size());
    for (String argument : arguments) {
      assertTrue(dockerfile.contains("\nARG " + argument), argument);
    }
  }

  @Test
  void whatOneJobDownloadsAnotherUploaded() {
    List<String> uploaded = new ArrayList<>();
    List<String> downloaded = new ArrayList<>();
    for (Step step : steps("release.yml")) {
      String action = step.step().path("uses").asText();
      JsonNode with = step.step().path("with");
      if (action.startsWith("actions/upload-artifact@")) {
        uploaded.add(with.path("name").asText());
      } else if (action.startsWith("actions/download-artifact@")) {
        downloaded.add(with.path("name").asText(with.path("pattern").asText()));
      }
    }
    assertFalse(downloaded.isEmpty());
    for (String name : downloaded) {
      String prefix = name.replace("*", "");
      assertTrue(uploaded.stream().anyMatch(u -> u.startsWith(prefix)), name + " of " + uploaded);
    }
  }

  @Test
  void theVersionsOfTagPomAndChartAreComparedAndPassedOn(@TempDir Path directory) throws Exception {
    Step step = named("The tag, the pom and the chart name one version");
    Path outputs = directory.resolve("outputs");
    Map<String, String> tag = Map.of("GITHUB_OUTPUT", outputs.toString());
    stand(directory, "git", "echo 1780000000");
    shell(step.run(), with(tag, "GITHUB_REF_NAME", "v" + version()), directory, "-e");
    assertEquals(
        List.of("version=" + version(), "epoch=1780000000", "created=2026-05-28T20:26:40Z"),
        Files.readAllLines(outputs));
    AssertionError refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            AssertionError.class,
            () -> shell(step.run(), with(tag, "GITHUB_REF_NAME", "v9.9.9"), directory, "-e"));
    assertTrue(refused.toString().contains("::error::tag 9.9.9"), refused.toString());
  }

  @Test
  void theNotesOfAReleaseAreItsPartOfTheChangelog(@TempDir Path directory) throws Exception {
    Step step = named("Release notes from the changelog, with the SBOM beside them");
    stand(directory, "gh", "echo \"$@\"; cat notes.md");
    String script =
        step.run().replace("CHANGELOG.md", Path.of("CHANGELOG.md").toAbsolutePath() + "");
    String output =
        shell(script, Map.of("GITHUB_REF_NAME", "v" + version()), directory, "-e", directory);
    assertTrue(output.startsWith("release create v" + version() + " sbom.json"), output);
    assertTrue(output.contains("The first version."), output);
    assertFalse(output.contains("\n## "), output);
  }

  @Test
  void theDigestOfThePushedChartIsFound(@TempDir Path directory) throws Exception {
    Path outputs = directory.resolve("outputs");
    stand(
        directory,
        "helm",
        "case $1 in package) mkdir -p packaged && touch packaged/echosounder-0.1.0.tgz;;"
            + " push) echo \"Pushed: $3/echosounder:0.1.0\"; echo 'Digest: sha256:abc';; esac");
    shell(
        named("Package and push").run(),
        Map.of("GITHUB_OUTPUT", outputs.toString(), "CHARTS", "example/charts"),
        directory,
        "-e",
        directory);
    assertEquals("digest=sha256:abc\n", Files.readString(outputs));
  }

  @Test
  void bothImagesGetOneNameAndItsDigestIsFound(@TempDir Path directory) throws Exception {
    Path outputs = directory.resolve("outputs");
    Path calls = directory.resolve("calls");
    Files.createDirectories(directory.resolve("digests"));
    shell(
        named("Keep the digest for the index").run().replace("mkdir digests && ", ""),
        Map.of("DIGEST", "sha256:aaa"),
        directory,
        "-e",
        directory);
    Files.createFile(directory.resolve("digests/bbb"));
    stand(directory, "docker", "echo \"$@\" >>" + calls + "; echo '{\"digest\": \"sha256:ccc\"}'");
    stand(directory, "jq", "sed 's/.*\"digest\": \"\\(.*\\)\".*/\\1/'");
    shell(
        named("One name for both architectures").run(),
        Map.of("GITHUB_OUTPUT", outputs.toString(), "IMAGE", "r/e", "RELEASE", "1.2.3"),
        directory,
        "-e",
        directory);
    assertTrue(Files.readString(outputs).contains("sha256:ccc"));
    assertEquals(
        "buildx imagetools create --tag r/e:1.2.3 --tag r/e:1.2 r/e@sha256:aaa r/e@sha256:bbb",
        Files.readAllLines(calls).get(0));
  }

  private static boolean writes(JsonNode job, String id, String output) {
    for (JsonNode step : job.path("steps")) {
      if (step.path("id").asText().equals(id)) {
        // The one output of an action that is used here.
        return step.has("run")
            ? step.path("run").asText().contains("\"" + output + "=")
            : step.path("uses").asText().startsWith("docker/build-push-action@")
                && output.equals("digest");
      }
    }
    return false;
  }

  private static boolean hasMatrix(JsonNode job, String name) {
    JsonNode matrix = job.at("/strategy/matrix");
    return matrix.has(name) || matrix.at("/include/0").has(name);
  }

  private static List<String> names(JsonNode needs) {
    List<String> names = new ArrayList<>();
    if (needs.isTextual()) {
      names.add(needs.asText());
    }
    needs.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static Step named(String name) {
    return steps("release.yml").stream()
        .filter(step -> step.step().path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Step> steps(String file) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode job : read(file).path("jobs")) {
      job.path("steps").forEach(step -> steps.add(new Step(job, step)));
    }
    return steps;
  }

  private static JsonNode read(String file) {
    try {
      return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() throws IOException {
    Matcher version =
        Pattern.compile("(?m)^  <version>(.*)</version>$")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    return version.group(1);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new java.util.HashMap<>(map);
    more.put(key, value);
    return more;
  }

  /** A stand-in for a program, first on the PATH of the scripts. */
  private static void stand(Path directory, String program, String script) throws IOException {
    Path file = directory.resolve(program);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private static String shell(
      String script, Map<String, String> environment, Path standIns, String option)
      throws IOException, InterruptedException {
    return shell(script, environment, standIns, option, Path.of("."));
  }

  /** As GitHub runs a step: {@code bash -e} with pipefail. */
  private static String shell(
      String script, Map<String, String> environment, Path standIns, String option, Path in)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--noprofile", "--norc", option, "-o", "pipefail", "-c", script)
            .directory(in.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", standIns.toAbsolutePath() + ":", (old, own) -> own + old);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
