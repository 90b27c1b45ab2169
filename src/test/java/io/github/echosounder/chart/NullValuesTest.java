package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Helm takes a value away where somebody sets it to null. */
class NullValuesTest {

  /** With these every template is used. */
  private static final List<String> EVERYTHING =
      List.of(
          Chart.valueSet("everything"),
          Chart.valueSet("ha"),
          """
          tracing: {enabled: true, endpoint: 'http://c:4317'}
          ingress: {enabled: true, preset: aws, hosts: [a.example]}
          httpRoute: {enabled: true, preset: gke, parentRefs: [{name: edge}]}
          """);

  static Stream<String> keys() {
    return ValuesFile.of(Chart.SOURCE.resolve("values.yaml")).values().stream()
        .map(ValuesFile.Value::key);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void withoutAValueAServerAcceptsWhatIsMadeOrTheValueIsAskedFor(String key) throws Exception {
    for (String values : EVERYTHING) {
      var tree = (com.fasterxml.jackson.databind.node.ObjectNode) Chart.YAML.readTree(values);
      String[] steps = key.split("\\.", -1);
      var parent = tree;
      for (String step : List.of(steps).subList(0, steps.length - 1)) {
        parent = parent.withObjectProperty(step);
      }
      String last = steps[steps.length - 1];
      parent.putNull(last);
      List<Manifest> all;
      try {
        all = Chart.render(Chart.YAML.writeValueAsString(tree));
      } catch (RuntimeException refused) {
        String refusal = String.valueOf(refused.getMessage());
        assertTrue(refusal.contains(last), refusal);
        assertTrue(
            refusal.contains("missing property") || refusal.contains("execution error at"),
            refusal);
        continue;
      }
      all.forEach(KubernetesTypes::accept);
    }
  }
}
