package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.echosounder.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard, as Grafana finds it in the ConfigMap of the chart. */
class DashboardTest {

  private static final Manifest MAP =
      Manifest.all(Chart.render("grafanaDashboard: {enabled: true}"), "ConfigMap").stream()
          .filter(map -> map.name().endsWith("-dashboard"))
          .findFirst()
          .orElseThrow();

  @Test
  void theSidecarFindsItByItsLabel() {
    assertEquals("1", MAP.text("/metadata/labels/grafana_dashboard"));
  }

  @Test
  void itHoldsWhatTheFileHolds() throws Exception {
    JsonNode file = Chart.YAML.readTree(Chart.read(Chart.SOURCE.resolve("files/dashboard.json")));
    assertEquals(file, dashboard());
  }

  @Test
  void everyPanelHasATitleAnExplanationAndAPlaceOfItsOwn() throws Exception {
    Set<Integer> ids = new HashSet<>();
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      String title = panel.path("title").asText();
      assertTrue(ids.add(panel.path("id").asInt()), title);
      assertFalse(title.isBlank());
      JsonNode place = panel.path("gridPos");
      int left = place.path("x").asInt();
      int top = place.path("y").asInt();
      assertTrue(left + place.path("w").asInt() <= 24, title);
      for (int x = left; x < left + place.path("w").asInt(); x++) {
        for (int y = top; y < top + place.path("h").asInt(); y++) {
          assertTrue(taken.add(x + "," + y), title + " covers another panel");
        }
      }
      if (!panel.path("type").asText().equals("row")) {
        assertTrue(panel.path("description").asText().endsWith("."), title);
        assertEquals("${datasource}", panel.at("/datasource/uid").asText(), title);
      }
    }
  }

  @Test
  void theQueriesUseMetricsOfTheServiceAloneAndLeaveNoneOut() throws Exception {
    Set<String> used = new TreeSet<>();
    expressions().forEach(expression -> used.addAll(MetricNames.in(expression)));
    assertTrue(MetricNames.known().containsAll(used), used.toString());
    assertEquals(families(MetricNames.known()), families(used));
  }

  @Test
  void theQueriesOfTheAlertsUseMetricsOfTheServiceAlone() {
    Manifest rule =
        Manifest.only(Chart.render("prometheusRule: {enabled: true}"), "PrometheusRule");
    for (JsonNode alert : rule.at("/spec/groups/0/rules")) {
      Set<String> used = MetricNames.in(alert.path("expr").asText());
      assertFalse(used.isEmpty());
      assertTrue(MetricNames.known().containsAll(used), used.toString());
    }
  }

  @Test
  void prometheusUnderstandsEveryQuery(@TempDir Path directory) throws Exception {
    Promtool promtool = Promtool.installed();
    ObjectNode file = Chart.YAML.createObjectNode();
    ArrayNode rules =
        file.putArray("groups").addObject().put("name", "dashboard").putArray("rules");
    for (String expression : expressions()) {
      String concrete = expression.replace("$__rate_interval", "5m");
      rules.addObject().put("record", "panel:" + rules.size()).put("expr", concrete);
    }
    Path path = directory.resolve("rules.yaml");
    Files.writeString(path, Chart.YAML.writeValueAsString(file));
    promtool.run("check", "rules", path.toString());
  }

  static List<String> expressions() throws Exception {
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : dashboard().path("panels")) {
      panel.path("targets").forEach(target -> expressions.add(target.path("expr").asText()));
    }
    assertTrue(expressions.size() > 20, "so few queries: is the dashboard still read?");
    return expressions;
  }

  private static Set<String> families(Set<String> series) {
    return series.stream().map(MetricNames::family).collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode dashboard() throws Exception {
    return Chart.YAML.readTree(MAP.text("/data/echosounder.json"));
  }
}
