package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pods that run a command of the image: those of {@code helm test}, the check, the load. */
class CommandsTest {

  private static final String SERVICE = "ws://sonar-echosounder:10083/ws";

  @Test
  void theTestChecksTheServiceWithTheImageUnderTestAndItsOwnEntrypoint() {
    List<Manifest> all = Chart.render("image: {tag: next}");
    Manifest pod = Manifest.only(all, "Pod");
    assertEquals("sonar-echosounder-test-service", pod.name());
    assertEquals("test", pod.text("/metadata/annotations/test~1hook"));
    assertEquals("Never", pod.text("/spec/restartPolicy"));
    JsonNode container = pod.at("/spec/containers/0");
    assertEquals("ghcr.io/echosounder/echosounder:next", container.path("image").asText());
    assertFalse(container.has("command"), container.toString());
    assertEquals(List.of("check", SERVICE, "--quick"), Manifest.strings(container.path("args")));
    int bound = pod.at("/spec/activeDeadlineSeconds").asInt();
    assertTrue(bound > 0 && bound < 300, "helm waits for five minutes: " + bound);
  }

  @Test
  void aHostOfTheIngressIsTestedWithItsSchemeAndItsPath() {
    String ingress = "ingress: {enabled: true, hosts: [a.example, b.example], ";
    assertEquals(
        Map.of(
            "test-service", SERVICE,
            "test-route", "wss://a.example/ws",
            "test-route-2", "ws://b.example/ws"),
        tested(ingress + "tls: [{secretName: a, hosts: [a.example]}]}"));
    assertEquals(
        "ws://a.example/tools/echo/ws", tested(ingress + "path: /tools/echo}").get("test-route"));
  }

  @Test
  void aHostOfTheHttpRouteIsTestedOverTlsWithItsPath() {
    String route = "httpRoute: {enabled: true, parentRefs: [{name: edge}], ";
    assertEquals("wss://a.example/ws", tested(route + "hostnames: [a.example]}").get("test-route"));
    assertEquals(
        "wss://a.example/echo/ws",
        tested(route + "hostnames: [a.example], path: /echo}").get("test-route"));
  }

  @Test
  void aUrlOfTwoRoutesIsTestedOnce() {
    String both =
        "{ingress: {enabled: true, hosts: [a.example], tls: [{secretName: a}]},"
            + " httpRoute: {enabled: true, parentRefs: [{name: e}], hostnames: [a.example]}}";
    assertEquals(2, tested(both).size());
  }

  @Test
  void urlsOfTheUsersOwnReplaceThoseOfTheHosts() {
    String values =
        "{httpRoute: {enabled: true, parentRefs: [{name: e}], hostnames: [a.example]},"
            + " helmTest: {route: {urls: ['ws://a.example:8080/ws']}}}";
    assertEquals(
        Map.of("test-service", SERVICE, "test-route", "ws://a.example:8080/ws"), tested(values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingress: {hosts: [a.example]}",
        "ingress: {enabled: true, hosts: ['*.example']}",
        "httpRoute: {enabled: true, parentRefs: [{name: edge}]}",
        "{ingress: {enabled: true, hosts: [a.example]}, helmTest: {route: {enabled: false}}}"
      })
  void withoutAHostOrWhereItIsSwitchedOffTheServiceAloneIsTested(String values) {
    assertEquals(Map.of("test-service", SERVICE), tested(values));
  }

  @Test
  void theServiceIsTestedBeforeTheWayToIt() {
    List<Manifest> pods =
        Manifest.all(Chart.render("ingress: {enabled: true, hosts: [a.example]}"), "Pod");
    List<String> weights = new ArrayList<>();
    pods.forEach(pod -> weights.add(pod.text("/metadata/annotations/helm.sh~1hook-weight")));
    assertEquals(List.of("0", "1"), weights);
  }

  @Test
  void theNotesSayWhatTheTestGoesThrough() {
    String notes = notes("ingress: {enabled: true, hosts: [a.example, b.example]}");
    assertTrue(notes.contains("and through ws://a.example/ws, ws://b.example/ws,"), notes);
    assertFalse(notes("").contains("and through"), notes(""));
  }

  @Test
  void nothingIsCheckedOrLoadedUnlessItIsAskedFor() {
    List<Manifest> all = Chart.render("");
    assertFalse(Manifest.has(all, "CronJob"));
    assertFalse(Manifest.has(all, "Job"));
  }

  @Test
  void aScheduledCheckRunsAloneOnceAndWithinABound() {
    Manifest job = cronJob("{schedule: 5 * * * *, timeZone: Asia/Shanghai, suspend: true}");
    assertEquals("sonar-echosounder-check", job.name());
    assertEquals("5 * * * *", job.text("/spec/schedule"));
    assertEquals("Asia/Shanghai", job.text("/spec/timeZone"));
    assertTrue(job.at("/spec/suspend").asBoolean());
    assertEquals("Forbid", job.text("/spec/concurrencyPolicy"));
    assertEquals("300", job.text("/spec/startingDeadlineSeconds"));
    JsonNode run = job.at("/spec/jobTemplate/spec");
    assertEquals("0", run.path("backoffLimit").asText());
    assertEquals(600, run.path("activeDeadlineSeconds").asInt());
    assertEquals("Never", run.at("/template/spec/restartPolicy").asText());
    assertEquals(
        List.of("check", SERVICE, "--quick"),
        Manifest.strings(run.at("/template/spec/containers/0/args")));
    assertTrue(cronJob("{}").at("/spec/timeZone").isMissingNode());
  }

  @Test
  void whatAScheduledCheckLeavesCanBeChosen() {
    Manifest job = cronJob("{history: {successful: 0, failed: 7}, deadlineSeconds: 90}");
    assertEquals("0", job.text("/spec/successfulJobsHistoryLimit"));
    assertEquals("7", job.text("/spec/failedJobsHistoryLimit"));
    assertEquals("90", job.text("/spec/jobTemplate/spec/activeDeadlineSeconds"));
  }

  @Test
  void eachTargetOfTheCheckHasAContainerWithTheSameArguments() {
    Manifest job =
        cronJob(
            "{targets: ['wss://a.example/ws', 'wss://b.example/ws'], arguments: [--idle, 2m, --json]}");
    JsonNode containers = job.at("/spec/jobTemplate/spec/template/spec/containers");
    assertEquals(2, containers.size());
    assertEquals(
        List.of("check", "wss://a.example/ws", "--idle", "2m", "--json"),
        Manifest.strings(Manifest.named(containers, "check").path("args")));
    assertEquals(
        List.of("check", "wss://b.example/ws", "--idle", "2m", "--json"),
        Manifest.strings(Manifest.named(containers, "check-2").path("args")));
  }

  @Test
  void theLoadRunsInAllPodsAtOnceAndNoneEndsTheOthers() {
    Manifest job = load("{pods: 7}");
    assertEquals("Indexed", job.text("/spec/completionMode"));
    assertEquals("7", job.text("/spec/completions"));
    assertEquals("7", job.text("/spec/parallelism"));
    assertEquals("0", job.text("/spec/backoffLimitPerIndex"));
    assertTrue(job.at("/spec/backoffLimit").isMissingNode());
    assertEquals("900", job.text("/spec/activeDeadlineSeconds"));
    assertEquals(
        List.of("load", SERVICE, "--json", "--connections", "50", "--duration", "1m"),
        Manifest.strings(job.at("/spec/template/spec/containers/0/args")));
    assertEquals(
        "wss://a.example/ws",
        load("{target: 'wss://a.example/ws'}").text("/spec/template/spec/containers/0/args/1"));
  }

  /** As {@code --set 'load.arguments={--connections,1000000}'} gives them. */
  @Test
  void aNumberAmongTheArgumentsIsPassedOnAsItWasWritten() {
    Manifest number = load("{arguments: [--connections, 1000000]}");
    assertEquals("1000000", number.text("/spec/template/spec/containers/0/args/4"));
    assertEquals(number.name(), load("{arguments: [--connections, '1000000']}").name());
  }

  /** A server refuses to change a Job's template. */
  @Test
  void anotherLoadHasAnotherNameAndTheSameLoadTheSame() {
    String name = load("{}").name();
    assertTrue(name.matches("sonar-echosounder-load-[0-9a-f]{6}"), name);
    assertEquals(name, load("{pods: 2}").name());
    for (String other :
        List.of(
            "{pods: 3}",
            "{run: 'again'}",
            "{target: 'ws://a.example/ws'}",
            "{arguments: [--survive]}",
            "{podAnnotations: {a: b}}",
            "{}, image: {tag: next}",
            "{}, tolerations: [{key: a, operator: Exists}]",
            "{}, service: {ws: {port: 8083}}")) {
      assertNotEquals(name, load(other).name(), other);
    }
  }

  @Test
  void theNotesSayHowToReadTheCheckAndTheLoad() {
    String notes = notes("{check: {enabled: true}, load: {enabled: true}}");
    assertTrue(notes.contains("--from=cronjob/sonar-echosounder-check "), notes);
    assertTrue(notes.contains("--selector job-name=" + load("{}").name() + " --tail=-1"), notes);
    assertFalse(notes("").contains("cronjob"), notes(""));
  }

  /** Whatever the length of the release's name, of the index and of the count of routes. */
  @Test
  void theNamesAreNotTooLong() {
    String values =
        """
        check: {enabled: true}
        load: {enabled: true, pods: 1000}
        ingress: {enabled: true, hosts: [%s]}
        """
            .formatted(
                String.join(
                    ",", java.util.stream.IntStream.range(0, 99).mapToObj(i -> "h" + i).toList()));
    List<Manifest> all = Chart.renderAs("e".repeat(53), "sea", values);
    all.forEach(KubernetesTypes::accept);
    assertEquals(100, Manifest.all(all, "Pod").size());
    Manifest.all(all, "Pod").forEach(pod -> assertTrue(pod.name().length() <= 63, pod.name()));
  }

  @Test
  void thePodsOfTheCommandsArePlacedAndSecuredLikeTheOthers() {
    List<Manifest> all = Chart.render(Chart.valueSet("everything"));
    JsonNode pod = Manifest.only(all, "Deployment").at("/spec/template/spec");
    Map<String, JsonNode> commands = RenderedChartTest.commandPods(all);
    assertEquals(6, commands.size(), commands.keySet().toString());
    commands.forEach((name, command) -> {
      for (String field :
          List.of(
              "nodeSelector",
              "affinity",
              "tolerations",
              "priorityClassName",
              "securityContext",
              "imagePullSecrets")) {
        assertTrue(pod.has(field), field);
        assertEquals(pod.get(field), command.path("spec").get(field), name + " " + field);
      }
      for (JsonNode container : command.at("/spec/containers")) {
        assertEquals(
            pod.at("/containers/0/securityContext"), container.path("securityContext"), name);
      }
    });
  }

  /** The URLs that {@code helm test} checks, by what follows the release's name in the pod's. */
  private static Map<String, String> tested(String values) {
    Map<String, String> tested = new TreeMap<>();
    for (Manifest pod : Manifest.all(Chart.render(values), "Pod")) {
      KubernetesTypes.accept(pod);
      tested.put(
          pod.name().substring("sonar-echosounder-".length()),
          pod.text("/spec/containers/0/args/1"));
    }
    return tested;
  }

  private static Manifest cronJob(String values) {
    return made("check", values, "CronJob");
  }

  private static Manifest load(String values) {
    return made("load", values, "Job");
  }

  private static Manifest made(String key, String values, String kind) {
    String enabled = values.replaceFirst("\\{", "{enabled: true, ");
    Manifest made = Manifest.only(Chart.render("{" + key + ": " + enabled + "}"), kind);
    KubernetesTypes.accept(made);
    return made;
  }

  private static String notes(String values) {
    return Manifest.all(Chart.render(values), "ConfigMap").stream()
        .filter(map -> map.name().equals("notes"))
        .findFirst()
        .orElseThrow()
        .text("/data/notes");
  }
}
