package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the chart's README shows can be typed in. */
class ReadmeExamplesTest {

  private static final String README = Chart.read(Chart.SOURCE.resolve("README.md"));

  /** The files of values, by their names. */
  private static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    Matcher file = Pattern.compile("(?s)```yaml\n# (\\w+\\.yaml)\n(.*?)```").matcher(README);
    while (file.find()) {
      files.put(file.group(1), file.group(2));
    }
    return files;
  }

  @Test
  void everyFileOfValuesIsAcceptedAndReachesTheService() {
    assertEquals(
        List.of("alb.yaml", "check.yaml", "envoy.yaml", "nginx.yaml"),
        List.copyOf(files().keySet()));
    files()
        .forEach((name, values) -> {
          List<Manifest> all = Chart.render(values);
          all.forEach(KubernetesTypes::accept);
          String route = all.toString();
          assertTrue(
              List.of("HTTPRoute ", "Ingress ", "CronJob ").stream().anyMatch(route::contains),
              name);
          assertTrue(
              all.stream()
                  .map(object -> object.json().toString())
                  .anyMatch(json -> json.contains("echo.example.com")),
              name);
        });
  }

  @Test
  void theNotesOfEveryIngressSayHttps() {
    for (String name : List.of("alb.yaml", "nginx.yaml")) {
      String values = String.valueOf(files().get(name));
      String notes =
          Manifest.all(Chart.render(values), "ConfigMap").stream()
              .filter(map -> map.name().equals("notes"))
              .findFirst()
              .orElseThrow()
              .text("/data/notes");
      assertTrue(notes.contains("https://echo.example.com/"), notes);
    }
  }

  /** Every `--set` and every value that the text names is one of values.yaml. */
  @Test
  void everyValueThatIsNamedExists() {
    TreeSet<String> known = new TreeSet<>();
    ValuesFile.of(Chart.SOURCE.resolve("values.yaml")).values().stream()
        .map(ValuesFile.Value::key)
        .forEach(known::add);
    TreeSet<String> named = new TreeSet<>();
    Matcher set = Pattern.compile("--set '?([A-Za-z.]+)=").matcher(README);
    while (set.find()) {
      named.add(set.group(1));
    }
    Matcher quoted =
        Pattern.compile(
                "`((?:helmTest|check|load|ingress|httpRoute|config|autoscaling|keda|rollout|termination|probe|"
                    + "tracing|verdicts|networkPolicy|podMonitor|serviceMonitor|prometheusRule|grafanaDashboard)"
                    + "\\.[A-Za-z.]+)[`:]")
            .matcher(README);
    while (quoted.find()) {
      named.add(quoted.group(1));
    }
    assertTrue(named.size() > 15, named.toString());
    named.removeAll(known);
    assertEquals(new TreeSet<>(), named);
  }

  @Test
  void noCommandKeepsOldDefaults() {
    assertFalse(README.contains(" --reuse-values"));
  }
}
