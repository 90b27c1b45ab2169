package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Autoscaling by the HorizontalPodAutoscaler or by KEDA. */
class ScalingTest {

  private static final String EVERY_METRIC =
      "autoscaling: {enabled: true, cpuUtilization: 60, memoryUtilization: 75, connections: 6000}";
  private static final String KEDA =
      "keda: {enabled: true, serverAddress: 'http://prometheus:9090'}";

  @Test
  void theAutoscalerLooksAtCpuMemoryAndOpenConnections() {
    JsonNode metrics = autoscaler(EVERY_METRIC).at("/spec/metrics");
    assertEquals(
        List.of("cpu", "memory"),
        metrics.findValues("resource").stream().map(r -> r.path("name").asText()).toList());
    JsonNode pods = metrics.get(2).path("pods");
    assertEquals("echosounder_connections_open", pods.at("/metric/name").asText());
    assertEquals("AverageValue", pods.at("/target/type").asText());
    assertEquals("6000", pods.at("/target/averageValue").asText());
  }

  @Test
  void aMetricThatIsZeroIsLeftOut() {
    JsonNode metrics = autoscaler("autoscaling: {enabled: true}").at("/spec/metrics");
    assertEquals(1, metrics.size());
    assertEquals("cpu", metrics.at("/0/resource/name").asText());
  }

  @Test
  void podsAreAddedQuicklyAndTakenAwaySlowly() {
    JsonNode behavior = autoscaler(EVERY_METRIC).at("/spec/behavior");
    assertEquals(0, behavior.at("/scaleUp/stabilizationWindowSeconds").asInt(-1));
    assertEquals(1800, behavior.at("/scaleDown/stabilizationWindowSeconds").asInt());
    assertEquals(1, behavior.at("/scaleDown/policies/0/value").asInt());
    assertEquals(300, behavior.at("/scaleDown/policies/0/periodSeconds").asInt());
  }

  @Test
  void theNumberOfPodsIsLeftToTheAutoscaler() {
    for (String values : List.of(EVERY_METRIC, KEDA)) {
      Manifest deployment = Manifest.only(Chart.render(values), "Deployment");
      assertFalse(deployment.at("/spec").has("replicas"), values);
    }
    assertEquals(2, Manifest.only(Chart.render(""), "Deployment").at("/spec/replicas").asInt());
  }

  /** Left out, the number would fall to one until the autoscaler has spoken: the others drain. */
  @Test
  void switchingAutoscalingOnLeavesAsManyPodsAsAreRunning() {
    for (String values : List.of(EVERY_METRIC, KEDA)) {
      for (int running : List.of(0, 1, 5)) {
        String answered = values + "\nglobal: {replicas: " + running + "}";
        Manifest deployment = Manifest.only(Chart.render(answered), "Deployment");
        assertEquals(running, deployment.at("/spec/replicas").asInt(-1), values);
      }
    }
  }

  @Test
  void bothScaleTheDeployment() {
    String name = Manifest.only(Chart.render(""), "Deployment").name();
    assertEquals(name, autoscaler(EVERY_METRIC).text("/spec/scaleTargetRef/name"));
    assertEquals(
        name, Manifest.only(Chart.render(KEDA), "ScaledObject").text("/spec/scaleTargetRef/name"));
  }

  @Test
  void kedaAsksForTheConnectionsOfThisReleaseAndFallsBackToTheMost() {
    Manifest scaled = Manifest.only(Chart.render(KEDA), "ScaledObject");
    assertEquals(
        "sum(echosounder_connections_open{namespace=\"sea\","
            + "pod=~\"sonar-echosounder-[a-z0-9]+-[a-z0-9]+\"})",
        scaled.text("/spec/triggers/0/metadata/query"));
    assertEquals("3000", scaled.text("/spec/triggers/0/metadata/threshold"));
    assertEquals("AverageValue", scaled.text("/spec/triggers/0/metricType"));
    assertEquals(scaled.at("/spec/maxReplicaCount"), scaled.at("/spec/fallback/replicas"));
    assertTrue(scaled.at("/spec/minReplicaCount").asInt() > 1);
    // Else no scrape would look like no connections, and pods would go.
    assertEquals("false", scaled.text("/spec/triggers/0/metadata/ignoreNullValues"));
  }

  private static Manifest autoscaler(String values) {
    return Manifest.only(Chart.render(values), "HorizontalPodAutoscaler");
  }
}
