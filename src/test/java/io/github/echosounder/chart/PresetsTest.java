package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every preset with every kind of path: a server accepts what is made, or it says why not. */
class PresetsTest {

  static Stream<Arguments> presets() throws Exception {
    JsonNode schema = Chart.YAML.readTree(Chart.read(Chart.SOURCE.resolve("values.schema.json")));
    List<Arguments> all = new ArrayList<>();
    for (String kind : List.of("ingress", "httpRoute")) {
      String pointer = "/properties/" + kind + "/properties/preset/enum";
      for (String preset : Manifest.strings(schema.at(pointer))) {
        for (String path : List.of("/", "/echo", "/a/b.c/d-e_f~1")) {
          for (String kubernetes : List.of(Chart.KUBERNETES.get(0), Chart.NEWEST)) {
            all.add(Arguments.of(kubernetes, kind, preset, path));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aServerAcceptsEveryPresetWithEveryPathOrThePresetRefusesIt(
      String kubernetes, String kind, String preset, String path) {
    String values = values(kind, preset, path);
    if (kind.equals("ingress") && preset.equals("gke") && !path.equals("/")) {
      String refusal = Chart.refusal(kubernetes, values);
      assertTrue(refusal.contains("set ingress.path to /, or use an HTTPRoute"), refusal);
    } else {
      List<Manifest> all = Chart.render(kubernetes, values);
      all.forEach(KubernetesTypes::accept);
      assertTrue(Manifest.has(all, kind.equals("ingress") ? "Ingress" : "HTTPRoute"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/echo/", "//", "/a//b", "/./a", "/a/..", "/a b", "/a%2fb", "/(.*)", "/a#b"})
  void aPathThatCannotBeStrippedIsRefusedWithWhatItMayBe(String path) {
    for (String kind : List.of("ingress", "httpRoute")) {
      String refusal = Chart.refusal(values(kind, "''", path));
      assertTrue(refusal.contains(kind + ".path is") && refusal.contains("such as /echo"), refusal);
    }
  }

  @Test
  void aPathThatIsStrippedIsMatchedWithWhatLiesBelowIt() {
    for (String preset : List.of("nginx", "nginx-f5", "haproxy", "traefik", "aws")) {
      String values = values("ingress", preset, "/echo").replace("path:", "pathType: Exact, path:");
      String refusal = Chart.refusal(values);
      assertTrue(refusal.contains("set ingress.pathType to Prefix"), refusal);
    }
  }

  private static String values(String kind, String preset, String path) {
    String where =
        kind.equals("ingress")
            ? "hosts: [echo.example.com, '*.example.org']"
            : "parentRefs: [{name: edge, namespace: gateways}], hostnames: [echo.example.com]";
    return "%s: {enabled: true, preset: %s, path: '%s', %s}"
        .formatted(kind, preset.isEmpty() ? "''" : preset, path, where);
  }
}
