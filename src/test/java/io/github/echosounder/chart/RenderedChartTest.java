package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every set of values on every version of Kubernetes. */
class RenderedChartTest {

  static Stream<Arguments> renderings() {
    return Chart.KUBERNETES.stream()
        .flatMap(version -> ValueSets.all().stream().map(set -> Arguments.of(version, set)));
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void aServerWithStrictValidationAcceptsEveryObject(String kubernetes, String set) {
    List<Manifest> all = Chart.render(kubernetes, Chart.valueSet(set));
    assertTrue(Manifest.has(all, "Deployment"));
    all.forEach(KubernetesTypes::accept);
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void everyObjectIsLabelledNamedOnceAndInTheNamespaceOfTheRelease(String kubernetes, String set) {
    Set<String> seen = new HashSet<>();
    for (Manifest object : Chart.render(kubernetes, Chart.valueSet(set))) {
      assertTrue(seen.add(object.type() + object.name()), object + " appears twice");
      assertTrue(object.name().matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"), object.name());
      assertEquals("sea", object.text("/metadata/namespace"), object.toString());
      if (!object.name().equals("notes") && !object.name().startsWith("extra-")) {
        assertEquals("sonar", object.text("/metadata/labels/app.kubernetes.io~1instance"));
      }
      for (String map : List.of("/metadata/labels", "/metadata/annotations")) {
        Manifest.fields(object.at(map)).values().forEach(v -> assertTrue(v.isTextual(), map + v));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void noLineEndsInABlank(String kubernetes, String set) {
    for (String line : Chart.text(kubernetes, Chart.valueSet(set)).split("\n", -1)) {
      assertFalse(line.endsWith(" "), "[" + line + "]");
    }
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void theServiceSelectsThePodsOfTheDeploymentAndNothingElse(String kubernetes, String set) {
    List<Manifest> all = Chart.render(kubernetes, Chart.valueSet(set));
    Manifest deployment = Manifest.only(all, "Deployment");
    JsonNode selector = Manifest.only(all, "Service").at("/spec/selector");
    assertEquals(deployment.at("/spec/selector/matchLabels"), selector);
    assertTrue(isSubset(selector, deployment.at("/spec/template/metadata/labels")));
    commandPods(all).values().forEach(pod -> assertFalse(isSubset(selector, labels(pod))));
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void whatNamesAPortNamesOneThatExists(String kubernetes, String set) {
    List<Manifest> all = Chart.render(kubernetes, Chart.valueSet(set));
    JsonNode container = container(all);
    List<String> ports = Manifest.list(container.at("/ports")).stream().map(this::name).toList();
    JsonNode service = Manifest.only(all, "Service").at("/spec/ports");
    Manifest.list(service).forEach(p -> assertTrue(ports.contains(p.path("targetPort").asText())));
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      String port = container.at("/" + probe + "/httpGet/port").asText();
      assertTrue(ports.contains(port), probe + " asks port " + port);
    }
    List<String> servicePorts = Manifest.list(service).stream().map(this::name).toList();
    for (Manifest ingress : Manifest.all(all, "Ingress")) {
      for (JsonNode port : ingress.json().findValues("port")) {
        assertTrue(servicePorts.contains(name(port)), port.toString());
      }
    }
    List<Integer> numbers =
        Manifest.list(service).stream().map(p -> p.path("port").asInt()).toList();
    for (Manifest route : Manifest.all(all, "HTTPRoute")) {
      for (JsonNode backend : route.json().findValues("backendRefs")) {
        assertTrue(numbers.contains(backend.at("/0/port").asInt()), backend.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void everyPodSatisfiesTheRestrictedPodSecurityStandard(String kubernetes, String set) {
    List<Manifest> all = Chart.render(kubernetes, Chart.valueSet(set));
    PodSecurity.assertRestricted(
        "Deployment", Manifest.only(all, "Deployment").at("/spec/template/spec"));
    Map<String, JsonNode> pods = commandPods(all);
    assertTrue(pods.containsKey("sonar-echosounder-test-service"), pods.toString());
    pods.forEach((name, pod) -> PodSecurity.assertRestricted(name, pod.path("spec")));
    for (Manifest account : Manifest.all(all, "ServiceAccount")) {
      assertFalse(account.at("/automountServiceAccountToken").asBoolean(true), "a token is given");
    }
  }

  /** The types above take any text for these. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "imagePullPolicy", List.of("Always", "IfNotPresent", "Never"),
          "restartPolicy", List.of("Always", "OnFailure", "Never"),
          "protocol", List.of("TCP"),
          "pathType", List.of("Prefix", "Exact", "ImplementationSpecific"),
          "whenUnsatisfiable", List.of("ScheduleAnyway", "DoNotSchedule"),
          "unhealthyPodEvictionPolicy", List.of("AlwaysAllow", "IfHealthyBudget"),
          "metricType", List.of("AverageValue", "Value", "Utilization"));

  @ParameterizedTest
  @MethodSource("renderings")
  void aFieldWithFixedWordsHoldsOneOfThem(String kubernetes, String set) {
    for (Manifest object : Chart.render(kubernetes, Chart.valueSet(set))) {
      WORDS.forEach((field, words) ->
          object
              .json()
              .findValuesAsText(field)
              .forEach(word -> assertTrue(words.contains(word), field + ": " + word)));
      for (JsonNode match : object.json().findValues("path")) {
        String type = match.path("type").asText("PathPrefix");
        assertTrue(List.of("PathPrefix", "ReplacePrefixMatch").contains(type), type);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void whatIsMountedExistsAndNoVariableIsGivenTwice(String kubernetes, String set) {
    List<Manifest> all = Chart.render(kubernetes, Chart.valueSet(set));
    JsonNode volumes = Manifest.only(all, "Deployment").at("/spec/template/spec/volumes");
    for (JsonNode mount : container(all).path("volumeMounts")) {
      assertTrue(Manifest.named(volumes, name(mount)).size() > 1, mount.toString());
    }
    Set<String> variables = new HashSet<>();
    for (JsonNode variable : container(all).path("env")) {
      assertTrue(variables.add(name(variable)), variable.toString());
    }
  }

  /** The pods of {@code helm test}, of the check and of the load, by the names of their objects. */
  static Map<String, JsonNode> commandPods(List<Manifest> all) {
    Map<String, JsonNode> pods = new TreeMap<>();
    Manifest.all(all, "Pod").forEach(pod -> pods.put(pod.name(), pod.json()));
    Manifest.all(all, "Job").forEach(job -> pods.put(job.name(), job.at("/spec/template")));
    Manifest.all(all, "CronJob")
        .forEach(job -> pods.put(job.name(), job.at("/spec/jobTemplate/spec/template")));
    return pods;
  }

  private static JsonNode labels(JsonNode pod) {
    return pod.at("/metadata/labels");
  }

  static JsonNode container(List<Manifest> all) {
    return Manifest.only(all, "Deployment").at("/spec/template/spec/containers/0");
  }

  private String name(JsonNode node) {
    return node.path("name").asText();
  }

  private static boolean isSubset(JsonNode part, JsonNode whole) {
    return Manifest.fields(part).entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(whole.get(entry.getKey())));
  }
}
