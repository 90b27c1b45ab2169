package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The offline check refuses what a real API server was seen to refuse. */
class ServerRulesTest {

  private static final String ROUTE =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: a, namespace: b}
      spec:
        parentRefs: [{name: edge}]
        rules:
          - matches: [%s]
            filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]
      """;

  private static final String HEALTH_CHECK =
      """
      apiVersion: networking.gke.io/v1
      kind: HealthCheckPolicy
      metadata: {name: a, namespace: b}
      spec: {default: {config: {type: HTTP, httpHealthCheck: {port: 10083%s}}}}
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: "%s", namespace: b}
      spec: {type: NodePort, ports: [{name: a, port: 1, nodePort: 30001}, {name: b, port: 2, nodePort: %d}]}
      """;

  private static final String CONFIG_MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, namespace: b, labels: {%s}}
      """;

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            ROUTE.formatted("{path: {value: /e}}, {path: {value: /f}}"), "exactly one PathPrefix"),
        Arguments.of(ROUTE.formatted("{path: {type: Exact, value: /e}}"), "exactly one PathPrefix"),
        Arguments.of(ROUTE.formatted("{path: {value: //e}}"), "empty, relative or encoded"),
        Arguments.of(HEALTH_CHECK.formatted(""), "USE_FIXED_PORT"),
        Arguments.of(SERVICE.formatted("2026", 30002), "RFC 1035"),
        Arguments.of(SERVICE.formatted("a.b", 30002), "RFC 1035"),
        Arguments.of(SERVICE.formatted("Echo", 30002), "DNS subdomain"),
        Arguments.of(SERVICE.formatted("a", 30001), "node ports are unique"),
        Arguments.of(CONFIG_MAP.formatted("year: 2026"), "are strings"),
        Arguments.of(CONFIG_MAP.formatted("a: " + "x".repeat(64)), "63 characters"),
        Arguments.of(CONFIG_MAP.formatted("a: -x"), "at both ends"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatAServerRefusesIsRefused(String manifest, String sentence) throws Exception {
    Manifest object = new Manifest(Chart.YAML.readTree(manifest));
    AssertionError refusal = assertThrows(AssertionError.class, () -> ServerRules.accept(object));
    assertTrue(refusal.toString().contains(sentence), refusal::toString);
  }

  static Stream<String> accepted() {
    return Stream.of(
        ROUTE.formatted("{path: {value: /e}}"),
        HEALTH_CHECK.formatted(", portSpecification: USE_FIXED_PORT"),
        SERVICE.formatted("a", 30002),
        CONFIG_MAP.formatted("year: '2026'"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void whatAServerAcceptsIsAccepted(String manifest) throws Exception {
    ServerRules.accept(new Manifest(Chart.YAML.readTree(manifest)));
  }

  @Test
  void everyTypeTheChartMakesHasRulesOfItsOwnOrNoneThatMatter() throws Exception {
    Set<String> without =
        new TreeSet<>(
            List.of("v1/ConfigMap", "v1/ServiceAccount", "policy/v1/PodDisruptionBudget"));
    Path file = Path.of("src/test/resources/chart/server-rules.yaml");
    List<String> with = new ArrayList<>();
    for (JsonNode group : Chart.YAML.readTree(Chart.read(file))) {
      with.addAll(Manifest.strings(group.path("of")));
      assertTrue(group.path("source").asText().length() > 20, "a source for " + group);
      group
          .path("rules")
          .fieldNames()
          .forEachRemaining(sentence -> assertTrue(sentence.contains(" "), sentence));
    }
    Set<String> made = new TreeSet<>();
    for (String set : ValueSets.all()) {
      Chart.render(Chart.valueSet(set)).forEach(object -> made.add(object.type()));
    }
    made.removeAll(with);
    assertEquals(without, made, () -> made.toString().toLowerCase(Locale.ROOT));
  }
}
