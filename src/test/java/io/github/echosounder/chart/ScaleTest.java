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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** values.yaml, docs/scale.md and the model in src/rehearsal agree. */
class ScaleTest {

  private static final Path DOCUMENT = Chart.SOURCE.resolve("docs/scale.md");
  private static final Path VALUES = Chart.SOURCE.resolve("values.yaml");

  private record Answer(int code, String output, String errors) {

    JsonNode json() throws IOException {
      return Chart.YAML.readTree(output);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 17, 40})
  void theDefaultsHoldInARolloutAStormAndWithoutAZone(int pods) throws Exception {
    Answer answer = scale("--json", "--pods", "" + pods);
    assertEquals(0, answer.code(), answer.output() + answer.errors());
    assertTrue(answer.json().path("holds").asBoolean());
    assertEquals(
        pods * Chart.defaults().at("/keda/connections").asInt(),
        answer.json().at("/settings/connections").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window: 20s              | window: 2s              |  2 | rollout: cpu",
        "maxConnections: 10000    | maxConnections: 100000  |  2 | a full pod: memory",
        "maxConnections: 10000    | maxConnections: 6000    | 40 | rollout: connections",
        "cpu: 250m                | cpu: 100m               |  2 | rollout: cpu",
        "memory: 1Gi              | memory: 512Mi           |  2 | a full pod: memory",
        "maxSurge: 20%            | maxSurge: 1             | 40 | rollout: connections",
        "maxSurge: 20%            | maxSurge: 100%          | 10 | rollout: cpu",
        "minReadySeconds: 20      | minReadySeconds: 10     | 17 | rollout: cpu",
        "connections: 3000        | connections: 5000       |  2 | zone lost: connections",
        "maxConnectionAge: 0s     | maxConnectionAge: 10s   |  2 | rollout: cpu",
      })
  void anotherDefaultDoesNotHold(
      String line, String other, int pods, String fault, @TempDir Path directory) throws Exception {
    String values = Chart.read(VALUES);
    assertTrue(values.contains(line), line);
    Path changed = directory.resolve("values.yaml");
    Files.writeString(changed, values.replace(line + "\n", other + "\n"));
    Answer answer = scale("--json", "--values", changed.toString(), "--pods", "" + pods);
    assertEquals(1, answer.code(), answer.output() + answer.errors());
    List<String> faults =
        StreamSupport.stream(answer.json().path("faults").spliterator(), false)
            .map(found -> found.path("text").asText())
            .toList();
    assertTrue(
        faults.stream().anyMatch(found -> found.startsWith(fault + " of a survivor at ")),
        () -> fault + " is not among " + faults);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 10, 17, 21, 40, 400})
  void kedaAimsAtNoMoreConnectionsThanAPodCarries(int pods) throws Exception {
    int carried = scale("--carry", "--json", "--pods", "" + pods).json().path("perPod").asInt();
    int aim = Chart.defaults().at("/keda/connections").asInt();
    assertTrue(aim <= carried, () -> aim + " in each of " + pods + " pods, which carry " + carried);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 40})
  void whereThePodWithTheFewestConnectionsIsPickedAPodCarriesWhatTheDocumentSays(int pods)
      throws Exception {
    Matcher plan =
        Pattern.compile("plan ([\\d,]+)\\s+connections for a pod\\.").matcher(Chart.read(DOCUMENT));
    assertTrue(plan.find());
    Answer answer =
        scale("--carry", "--json", "--pods", "" + pods, "--balance", "leastconn", "--surge", "50%");
    int carried = answer.json().path("perPod").asInt();
    assertTrue(Integer.parseInt(plan.group(1).replace(",", "")) <= carried, () -> "" + carried);
  }

  @Test
  void oneWaveOfReconnectsIsOverBeforeTheNextBegins() throws Exception {
    JsonNode settings = scale("--json").json().path("settings");
    assertTrue(settings.path("minReady").asDouble() >= settings.path("window").asDouble());
  }

  @Test
  void theMemoryRequestIsEnoughForASurvivor() throws Exception {
    JsonNode model = scale("--json").json();
    double connections =
        model.at("/settings/load").asDouble() * model.at("/settings/maxConnections").asDouble();
    double needed =
        model.at("/costs/baseMemory").asDouble()
            + connections * model.at("/costs/connectionMemory").asDouble() / 1024;
    String request = Chart.defaults().at("/resources/requests/memory").asText();
    assertTrue(request.endsWith("Mi"), request);
    assertTrue(Integer.parseInt(request.replace("Mi", "")) >= needed, () -> needed + " MiB");
  }

  @Test
  void autoscalingAimsAtTheLoadOfTheModelAndTheAlertAboveIt() throws Exception {
    double load = scale("--json").json().at("/settings/load").asDouble();
    JsonNode values = Chart.defaults();
    assertEquals(load * 100, values.at("/autoscaling/cpuUtilization").asDouble(), 1e-9);
    assertTrue(values.at("/prometheusRule/alerts/nearConnectionLimit/threshold").asDouble() > load);
  }

  @Test
  void theTableIsTheModels() throws Exception {
    Answer answer = scale("--table");
    assertEquals(0, answer.code(), answer.errors());
    assertTrue(
        Chart.read(DOCUMENT).contains("\n" + answer.output().strip() + "\n"),
        () ->
            DOCUMENT
                + " has another table; src/rehearsal/scale --table --write "
                + DOCUMENT
                + "\n"
                + answer.output());
  }

  @Test
  void theDocumentNamesTheDefaultsAsTheyAre() {
    String section = Chart.read(DOCUMENT).split("\n## The defaults", -1)[1].split("\n## ", -1)[0];
    Matcher row = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([^|]+) \\|").matcher(section);
    int count = 0;
    while (row.find()) {
      JsonNode value = Chart.defaults().at("/" + row.group(1).replace('.', '/'));
      JsonNode threshold = value.path("threshold");
      String said = row.group(2).strip().replaceAll("(?<=\\d),(?=\\d)", "");
      assertEquals((value.isObject() ? threshold : value).asText(), said, row.group(1));
      count++;
    }
    assertTrue(count >= 12, "so few rows: is the table still read?");
  }

  @Test
  void whatIsGivenIsAnsweredTheSameWayAgain() throws Exception {
    String[] options = {"--json", "--pods", "7", "--connections", "12345", "--seed", "5"};
    assertEquals(scale(options), scale(options));
    assertFalse(scale("--json").output().equals(scale("--json", "--seed", "2").output()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pods 0                       | --pods is a whole number from 1 to 1,000,000, not 0",
        "--pods 1                       | --pods 1: when it leaves, there is no survivor; two or more",
        "--window 2x                    | --window is a duration such as 500ms, 20s, 5m or 1h, not 2x",
        "--load 1.5                     | --load is a number from 0.01 to 1, not 1.5",
        "--surge 200%                   | --surge is a number of pods or a percentage up to 100%, not 200%",
        "--balance most                 | --balance is random, roundrobin or leastconn, not most",
        "--cpu much                     | --cpu is CPU as Kubernetes has it, such as 250m or 1, not much",
        "--connections 90000 --pods 2   | 90,000 connections do not fit into 2 pods of 10,000; --solve says",
        "--surge 0 --unavailable 0      | --surge and --unavailable are both 0: a rollout could never begin",
        "--values none.yaml             | --values none.yaml: cannot be read: No such file or directory",
        "--solve --rate 10000           | no answer: at rest: cpu of a survivor at",
        "--write table.md               | --write goes with --table",
        "--pod 3                        | error: unrecognized arguments: --pod 3",
      })
  void wrongInputGetsASentence(String options, String sentence) throws Exception {
    Answer answer = scale(options.split(" ", -1));
    assertEquals(2, answer.code());
    assertEquals("", answer.output());
    assertTrue(answer.errors().contains("scale: " + sentence), answer.errors());
    assertFalse(answer.errors().contains("Traceback"), answer.errors());
  }

  @Test
  void helpNamesEveryOptionOfTheDocument() throws Exception {
    String help = scale("--help").output();
    Matcher option = Pattern.compile("`(--[a-z-]+)[` ]").matcher(Chart.read(DOCUMENT));
    int count = 0;
    while (option.find()) {
      assertTrue(help.contains(option.group(1)), option.group(1));
      count++;
    }
    assertTrue(count > 5);
  }

  private static Answer scale(String... options) throws IOException, InterruptedException {
    Path python = Promtool.find("python3", "python3");
    List<String> command = new ArrayList<>(List.of(python.toString(), "src/rehearsal/scale"));
    command.addAll(List.of(options));
    Path errors = Files.createTempFile("scale", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), output, Chart.read(errors));
    } finally {
      Files.delete(errors);
    }
  }
}
