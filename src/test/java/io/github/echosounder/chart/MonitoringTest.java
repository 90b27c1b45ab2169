package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the Prometheus operator scrapes and probes, and who may reach the pods. */
class MonitoringTest {

  @Test
  void nothingOfTheOperatorIsMadeByDefault() {
    List<Manifest> all = Chart.render("");
    for (String kind : List.of("ServiceMonitor", "PodMonitor", "Probe", "PrometheusRule")) {
      assertFalse(Manifest.has(all, kind), kind);
    }
    assertEquals(1, Manifest.all(all, "ConfigMap").size(), "the notes alone");
  }

  @Test
  void theServiceMonitorScrapesEachPodOnce() {
    List<Manifest> all = Chart.render("serviceMonitor: {enabled: true, interval: 7s}");
    Manifest monitor = Manifest.only(all, "ServiceMonitor");
    Manifest service = Manifest.only(all, "Service");
    JsonNode endpoints = monitor.at("/spec/endpoints");
    assertEquals(1, endpoints.size());
    assertTrue(Manifest.named(service.at("/spec/ports"), endpoints.at("/0/port").asText()) != null);
    assertEquals("/metrics", endpoints.at("/0/path").asText());
    assertEquals("7s", endpoints.at("/0/interval").asText());
    selects(monitor.at("/spec/selector/matchLabels"), service.at("/metadata/labels"));
  }

  @Test
  void thePodMonitorScrapesTheContainerPort() {
    List<Manifest> all = Chart.render("podMonitor: {enabled: true}");
    Manifest monitor = Manifest.only(all, "PodMonitor");
    assertEquals("http", monitor.text("/spec/podMetricsEndpoints/0/port"));
    selects(
        monitor.at("/spec/selector/matchLabels"),
        Manifest.only(all, "Deployment").at("/spec/template/metadata/labels"));
  }

  @Test
  void bothScrapeTheMetricsOfTheReleasesOwnNamespace() {
    for (String kind : List.of("ServiceMonitor", "PodMonitor")) {
      String key = kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
      Manifest monitor = Manifest.only(Chart.render(key + ": {enabled: true}"), kind);
      assertEquals(List.of("/metrics"), monitor.json().findValuesAsText("path"));
      assertEquals(
          List.of("sea"), Manifest.strings(monitor.at("/spec/namespaceSelector/matchNames")));
    }
  }

  @Test
  void aScrapeTimeoutIsPassedOnWhereItIsSet() {
    for (String kind : List.of("ServiceMonitor", "PodMonitor", "Probe")) {
      String key = kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
      String target = kind.equals("Probe") ? ", proberUrl: 'b:9115', targets: ['wss://a/ws']" : "";
      String set = key + ": {enabled: true, scrapeTimeout: 4s" + target + "}";
      Manifest with = Manifest.only(Chart.render(set), kind);
      KubernetesTypes.accept(with);
      assertEquals("4s", with.json().findValue("scrapeTimeout").asText());
      Manifest without = Manifest.only(Chart.render(set.replace("4s", "''")), kind);
      assertTrue(without.json().findValue("scrapeTimeout") == null);
    }
  }

  @Test
  void thePathOfTheMetricsIsNotPushedAsideByTheNameOfThePort() {
    for (String kind : List.of("ServiceMonitor", "PodMonitor")) {
      String key = kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
      String values = key + ": {enabled: true, relabelings: [{action: keep, regex: x}]}";
      JsonNode relabelings =
          Manifest.only(Chart.render(values), kind).json().findValue("relabelings");
      assertEquals("labeldrop", relabelings.at("/0/action").asText());
      assertEquals("endpoint", relabelings.at("/0/regex").asText());
      assertEquals("keep", relabelings.at("/1/action").asText());
    }
  }

  @Test
  void theProbeAsksTheBlackboxExporterToOpenEachTarget() {
    Manifest probe =
        Manifest.only(
            Chart.render(
                "probe: {enabled: true, proberUrl: 'blackbox:9115', targets: ['wss://a.example/ws']}"),
            "Probe");
    assertEquals("blackbox:9115", probe.text("/spec/prober/url"));
    assertEquals("websocket_echo", probe.text("/spec/module"));
    assertEquals("wss://a.example/ws", probe.text("/spec/targets/staticConfig/static/0"));
    String modules = Chart.read(Chart.SOURCE.resolve("docs/blackbox.md"));
    assertTrue(modules.contains("  websocket_echo:\n"), "the module is documented");
  }

  @Test
  void theNetworkPolicyOpensOnePortAndClosesEverythingElse() {
    List<Manifest> all = Chart.render("networkPolicy: {enabled: true}");
    Manifest policy = Manifest.only(all, "NetworkPolicy");
    assertEquals(List.of("Ingress", "Egress"), Manifest.strings(policy.at("/spec/policyTypes")));
    assertEquals(1, policy.at("/spec/ingress/0/ports").size());
    assertEquals("http", policy.text("/spec/ingress/0/ports/0/port"));
    assertTrue(policy.at("/spec/ingress/0/from").isMissingNode());
    assertTrue(policy.at("/spec/egress").isArray() && policy.at("/spec/egress").isEmpty());
    assertEquals(
        Manifest.only(all, "Deployment").at("/spec/selector"), policy.at("/spec/podSelector"));
  }

  @Test
  void whoeverMayConnectThePodsOfTheCommandsMayToo() {
    String from = "[{podSelector: {matchLabels: {app: gateway}}}]";
    List<Manifest> all =
        Chart.render(
            "{check: {enabled: true}, load: {enabled: true}, networkPolicy: {enabled: true, from: "
                + from
                + "}}");
    JsonNode peers = Manifest.only(all, "NetworkPolicy").at("/spec/ingress/0/from");
    assertEquals(2, peers.size());
    Map<String, JsonNode> pods = RenderedChartTest.commandPods(all);
    assertEquals(3, pods.size());
    pods.values()
        .forEach(
            pod -> selects(peers.at("/1/podSelector/matchLabels"), pod.at("/metadata/labels")));
  }

  private static void selects(JsonNode selector, JsonNode labels) {
    assertFalse(selector.isEmpty());
    Manifest.fields(selector).forEach((key, value) -> assertEquals(value, labels.get(key), key));
  }
}
