package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.Promtool;
import io.github.echosounder.session.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts of the chart, as Prometheus itself reads and evaluates them. */
class AlertsTest {

  private static final Path TESTS = Path.of("src/test/resources/chart/alerts.test.yaml");
  private static final Path RUNBOOK = Chart.SOURCE.resolve("docs/runbook.md");
  private static final Set<String> ADDRESSES =
      Set.of("/api/info", "/api/drain", "/q/health/started", "/q/health/live", "/q/health/ready");

  @Test
  void everyAlertFiresWhenItShouldAndNotOtherwise(@TempDir Path directory) throws Exception {
    Promtool promtool = Promtool.installed();
    Path rules = directory.resolve("rules.yaml");
    Files.writeString(rules, Chart.YAML.writeValueAsString(rule("").at("/spec")));
    Files.copy(TESTS, directory.resolve("alerts.test.yaml"));
    promtool.run("check", "rules", rules.toString());
    promtool.run("test", "rules", directory.resolve("alerts.test.yaml").toString());
  }

  @Test
  void everyAlertIsShownBothToFireAndToStayQuiet() throws Exception {
    Set<String> firing = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    for (JsonNode queries : Chart.YAML.readTree(Chart.read(TESTS)).findValues("promql_expr_test")) {
      for (JsonNode query : queries) {
        String alert = query.path("expr").asText().replaceFirst(".*alertname=\"(\\w+)\".*", "$1");
        (query.has("exp_samples") ? firing : quiet).add(alert);
      }
    }
    Set<String> alerts = names(rule(""));
    assertEquals(8, alerts.size());
    assertEquals(alerts, firing);
    assertEquals(alerts, quiet);
  }

  @Test
  void everyAlertCanBeSwitchedOff() {
    JsonNode values = Chart.defaults().at("/prometheusRule/alerts");
    assertEquals(8, values.size());
    for (String key : Manifest.fields(values).keySet()) {
      Manifest without = rule("  alerts: {" + key + ": {enabled: false}}");
      Set<String> gone = names(rule(""));
      gone.removeAll(names(without));
      String expected =
          "Echosounder" + key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
      assertEquals(Set.of(expected), gone);
    }
  }

  @Test
  void theCheckIsWatchedOnlyWhereItRuns() {
    Manifest without =
        Manifest.only(Chart.render("prometheusRule: {enabled: true}"), "PrometheusRule");
    assertEquals(7, names(without).size());
    assertFalse(names(without).contains("EchosounderCheckFailing"));
  }

  @Test
  void aThresholdADurationAndASeverityCanBeChosen() {
    String values = "  alerts: {pingRoundTrip: {threshold: 0.25, for: 1h, severity: page}}";
    JsonNode alert = alert(rule(values), "EchosounderPingRoundTrip");
    assertTrue(alert.path("expr").asText().endsWith("> 0.25"), alert.path("expr").asText());
    assertEquals("1h", alert.path("for").asText());
    assertEquals("page", alert.at("/labels/severity").asText());
  }

  @Test
  void everyAlertLinksToItsRunbook() {
    String runbook = Chart.read(RUNBOOK);
    String base = Chart.defaults().at("/prometheusRule/runbookUrl").asText();
    assertTrue(base.endsWith(RUNBOOK.toString().replace('\\', '/')), base);
    for (JsonNode alert : alerts(rule(""))) {
      String name = alert.path("alert").asText();
      assertEquals(
          base + "#" + name.toLowerCase(Locale.ROOT),
          alert.at("/annotations/runbook_url").asText());
      assertTrue(runbook.contains("\n## " + name + "\n"), "no runbook for " + name);
    }
  }

  @Test
  void theRunbookSaysOfEachCauseWhatToDo() {
    String runbook = Chart.read(RUNBOOK);
    for (Cause cause : Cause.values()) {
      assertTrue(runbook.contains("`" + cause.label() + "`"), cause.label());
    }
  }

  @Test
  void everySectionOfTheRunbookSaysWhatItMeansWhereToLookAndWhatToDo() {
    List<String> sections =
        Stream.of(Chart.read(RUNBOOK).split("\n## "))
            .filter(section -> section.startsWith("Echosounder"))
            .toList();
    assertEquals(8, sections.size());
    for (String section : sections) {
      assertTrue(section.contains("**Meaning.** "), section);
      assertTrue(section.contains("**Look.** "), section);
      assertTrue(section.contains("**Do.** ") || section.contains("| what to do |"), section);
    }
  }

  @Test
  void theRunbookNamesOnlySeriesAndAddressesThatExist() {
    String runbook = Chart.read(RUNBOOK);
    Set<String> series = found("\\b(echosounder_\\w+)\\{", runbook);
    assertTrue(series.size() > 2, series.toString());
    assertTrue(MetricNames.known().containsAll(series), series.toString());
    for (String path : found("`(/(?:api|q)/[\\w/]+)`", runbook)) {
      assertTrue(ADDRESSES.contains(path), path);
    }
  }

  @Test
  void noPlaceholderIsLeft() {
    for (JsonNode alert : alerts(rule(""))) {
      String expression = alert.path("expr").asText();
      assertFalse(
          expression.contains("SELECTOR")
              || expression.contains("CRONJOB")
              || expression.contains("THRESHOLD"),
          expression);
    }
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Manifest rule(String values) {
    String all = "check: {enabled: true}\nprometheusRule:\n  enabled: true\n" + values;
    return Manifest.only(Chart.render(all), "PrometheusRule");
  }

  private static List<JsonNode> alerts(Manifest rule) {
    return Manifest.list(rule.at("/spec/groups/0/rules"));
  }

  private static JsonNode alert(Manifest rule, String name) {
    return alerts(rule).stream()
        .filter(alert -> alert.path("alert").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> names(Manifest rule) {
    return alerts(rule).stream()
        .map(alert -> alert.path("alert").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
