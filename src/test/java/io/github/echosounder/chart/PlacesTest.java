package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each value reaches the fields of the manifests that it is for: the table is places.csv. */
class PlacesTest {

  /** The pointer to the object itself. */
  private static final String WHOLE = "";

  private static final String ABSENT = "absent";
  private static final String ENV = "env ";

  /** What has to be set for an object of this kind to be made and to tell of its values. */
  private static final Map<String, String> MADE_WITH =
      Map.ofEntries(
          Map.entry(
              "Deployment",
              """
              extraVolumes: [{name: a, emptyDir: {}}]
              tracing: {enabled: true, endpoint: 'http://c:4317'}
              verdicts: {redis: {url: 'redis://r:6379', passwordSecret: {name: auth}}}
              """),
          Map.entry("Service", "service: {type: LoadBalancer}"),
          Map.entry("Pod", "helmTest: {route: {urls: ['ws://route.example/ws']}}"),
          Map.entry("HorizontalPodAutoscaler", "autoscaling: {enabled: true}"),
          Map.entry("ScaledObject", "keda: {enabled: true, serverAddress: 'http://p:9090'}"),
          Map.entry("Ingress", "ingress: {enabled: true, hosts: [a.example]}"),
          Map.entry("BackendConfig", "ingress: {enabled: true, preset: gke, hosts: [a.example]}"),
          Map.entry("HTTPRoute", "httpRoute: {enabled: true, parentRefs: [{name: edge}]}"),
          Map.entry(
              "GCPBackendPolicy",
              "httpRoute: {enabled: true, preset: gke, parentRefs: [{name: edge}]}"),
          Map.entry(
              "ClientTrafficPolicy",
              "httpRoute: {enabled: true, preset: envoy-gateway, clientTrafficPolicy: true,"
                  + " parentRefs: [{name: edge}]}"),
          Map.entry("NetworkPolicy", "networkPolicy: {enabled: true}"),
          Map.entry("ServiceMonitor", "serviceMonitor: {enabled: true}"),
          Map.entry("PodMonitor", "podMonitor: {enabled: true}"),
          Map.entry("Probe", "probe: {enabled: true, proberUrl: 'b:1', targets: ['ws://a/ws']}"),
          Map.entry("PrometheusRule", "prometheusRule: {enabled: true}"),
          Map.entry("CronJob", "check: {enabled: true}"),
          Map.entry("Job", "load: {enabled: true}"),
          Map.entry("ConfigMap", "grafanaDashboard: {enabled: true}"));

  /** Where a letter stands for the beginning of a pointer. */
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "P", "/spec/template/spec",
          "C", "/spec/template/spec/containers/0",
          "J", "/spec/jobTemplate/spec/template");

  @ParameterizedTest
  @CsvFileSource(resources = "/chart/places.csv", delimiter = '|', quoteCharacter = '`')
  void aValueReachesItsField(
      String key, String value, String kind, @Nullable String field, @Nullable String held)
      throws Exception {
    JsonNode set = Chart.YAML.readTree(value);
    JsonNode expected = held == null ? set : Chart.YAML.readTree(held);
    String pointer = field == null ? WHOLE : field;
    JsonNode found = field(made(key, set, kind), pointer);
    if (ABSENT.equals(held)) {
      assertTrue(found.isMissingNode(), found.toString());
      assertFalse(field(unset(kind), pointer).isMissingNode(), "it is absent anyway");
    } else if (expected.isValueNode()) {
      assertEquals(expected.asText(), found.asText(), found.toString());
    } else {
      assertEquals(expected, found);
    }
  }

  @Test
  void everyValueHasAPlace() {
    List<String> placed =
        Chart.read(Path.of("src/test/resources/chart/places.csv"))
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(" ", 2)[0])
            .toList();
    List<String> keys =
        ValuesFile.of(Chart.SOURCE.resolve("values.yaml")).values().stream()
            .map(ValuesFile.Value::key)
            .toList();
    var without = new TreeSet<>(keys);
    without.removeIf(key -> keys.stream().anyMatch(other -> other.startsWith(key + ".")));
    without.removeAll(placed);
    // Alerts have tests of their own, and `run` is in the name of the Job alone.
    without.removeIf(key -> key.startsWith("prometheusRule.alerts.") || key.equals("load.run"));
    assertEquals(List.of(), List.copyOf(without));
    assertTrue(keys.containsAll(placed), "a place of a value that there is not");
  }

  @Test
  void byDefaultThereIsNothingButTheServiceItsAccountItsBudgetAndItsTest() {
    assertEquals(
        List.of(
            "ConfigMap", "Deployment", "Pod", "PodDisruptionBudget", "Service", "ServiceAccount"),
        Chart.render("").stream().map(Manifest::kind).sorted().toList());
  }

  private static List<Manifest> made(String key, JsonNode value, String kind) throws Exception {
    ObjectNode values = base(kind);
    List<String> steps = new ArrayList<>(List.of(key.split("\\.", -1)));
    String last = steps.remove(steps.size() - 1);
    ObjectNode parent = values;
    for (String step : steps) {
      parent = parent.withObjectProperty(step);
    }
    parent.set(last, value);
    return of(kind, values);
  }

  private static List<Manifest> unset(String kind) throws Exception {
    return of(kind, base(kind));
  }

  private static ObjectNode base(String kind) throws Exception {
    return (ObjectNode) Chart.YAML.readTree(MADE_WITH.getOrDefault(kind, "{}"));
  }

  private static List<Manifest> of(String kind, ObjectNode values) throws Exception {
    return Manifest.all(Chart.render(Chart.YAML.writeValueAsString(values)), kind).stream()
        .filter(made -> !made.name().equals("notes"))
        .toList();
  }

  /** Of several objects the last: a Pod of the test that goes another way than the Service. */
  private static JsonNode field(List<Manifest> made, String field) {
    if (made.isEmpty()) {
      return MissingNode.getInstance();
    }
    JsonNode object = made.get(made.size() - 1).json();
    if (field.startsWith(ENV)) {
      return variable(object, field.substring(ENV.length()));
    }
    String beginning = BEGINNINGS.get(field.replaceFirst("/.*", ""));
    return object.at(beginning == null ? field : beginning + field.substring(1));
  }

  private static JsonNode variable(JsonNode deployment, String name) {
    for (JsonNode variable : deployment.at(BEGINNINGS.get("C") + "/env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path(variable.has("value") ? "value" : "valueFrom");
      }
    }
    return MissingNode.getInstance();
  }
}
