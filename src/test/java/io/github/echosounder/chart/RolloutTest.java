package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How pods come and go, so that no connection is lost on the way. */
class RolloutTest {

  private static final String POD = "/spec/template/spec";

  @Test
  void aRolloutAddsAPodBeforeItTakesOneAwayAndGivesItTimeToSettle() {
    Manifest deployment = deployment(Chart.NEWEST, "");
    assertEquals("RollingUpdate", deployment.text("/spec/strategy/type"));
    assertEquals("20%", deployment.text("/spec/strategy/rollingUpdate/maxSurge"));
    assertEquals(0, deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(-1));
    assertEquals(20, deployment.at("/spec/minReadySeconds").asInt());
    assertEquals(600, deployment.at("/spec/progressDeadlineSeconds").asInt());
  }

  @Test
  void theGracePeriodIsTheSumOfWhatADrainTakes() {
    String values =
        """
        termination: {preStopSleepSeconds: 3, marginSeconds: 7}
        config: {closeTimeout: 1500ms, drain: {routingGrace: 11s, window: 2m}}
        """;
    // 3 + 11 + 120 + 2 (rounded up) + 7
    assertEquals(143, grace(Chart.NEWEST, values));
  }

  @Test
  void theDefaultGracePeriodIsFortySeconds() {
    assertEquals(40, grace(Chart.NEWEST, ""));
  }

  @Test
  void aGracePeriodThatSufficesIsTaken() {
    assertEquals(300, grace(Chart.NEWEST, "termination: {gracePeriodSeconds: 300}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 34, 35})
  void aGracePeriodThatIsNotMoreThanADrainTakesIsRefused(int seconds) {
    String refusal = Chart.refusal("termination: {gracePeriodSeconds: " + seconds + "}");
    assertTrue(refusal.contains("a drain takes 35 seconds"), refusal);
  }

  @Test
  void theKubeletSleepsBeforeSigtermWhereItCan() {
    for (String version : Chart.KUBERNETES) {
      JsonNode sleep =
          deployment(version, "").at(POD + "/containers/0/lifecycle/preStop/sleep/seconds");
      boolean native130 = Integer.parseInt(version.substring(2)) >= 30;
      assertEquals(native130 ? 5 : 0, sleep.asInt(), version);
      assertEquals(native130 ? 40 : 35, grace(version, ""), version);
    }
  }

  @Test
  void noSleepIsAskedForWhenItIsZero() {
    Manifest deployment = deployment(Chart.NEWEST, "termination: {preStopSleepSeconds: 0}");
    assertTrue(deployment.at(POD + "/containers/0/lifecycle").isMissingNode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicaCount: 1 | false",
        "replicaCount: 2 | true",
        "autoscaling: {enabled: true, minReplicas: 1} | false",
        "{replicaCount: 1, autoscaling: {enabled: true, minReplicas: 2}} | true",
        "keda: {enabled: true, serverAddress: 'http://p', minReplicas: 1} | false",
        "podDisruptionBudget: {enabled: false} | false",
      })
  void aBudgetIsMadeOnlyWhereThereIsMoreThanOnePod(String values, boolean made) {
    assertEquals(made, Manifest.has(Chart.render(values), "PodDisruptionBudget"), values);
  }

  @Test
  void theBudgetCoversThePodsAndNeverKeepsABrokenOne() {
    List<Manifest> all = Chart.render("");
    Manifest budget = Manifest.only(all, "PodDisruptionBudget");
    assertEquals(1, budget.at("/spec/maxUnavailable").asInt());
    assertEquals("AlwaysAllow", budget.text("/spec/unhealthyPodEvictionPolicy"));
    assertEquals(
        Manifest.only(all, "Deployment").at("/spec/selector"), budget.at("/spec/selector"));
  }

  @Test
  void podsSpreadOverZonesAndNodesByVersion() {
    Manifest deployment = deployment(Chart.NEWEST, "");
    JsonNode constraints = deployment.at(POD + "/topologySpreadConstraints");
    assertEquals(
        List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname"),
        constraints.findValuesAsText("topologyKey"));
    for (JsonNode constraint : constraints) {
      assertEquals(
          List.of("pod-template-hash"), Manifest.strings(constraint.path("matchLabelKeys")));
      assertEquals(deployment.at("/spec/selector"), constraint.path("labelSelector"));
      assertTrue(
          List.of("ScheduleAnyway", "DoNotSchedule")
              .contains(constraint.path("whenUnsatisfiable").asText()));
    }
    assertFalse(
        deployment(Chart.NEWEST, "topologySpread: []").at(POD).has("topologySpreadConstraints"));
  }

  @Test
  void anOlderKubernetesThanTheChartSupportsIsRefused() {
    String refusal = Chart.refusal("1.28", "");
    assertTrue(refusal.contains("kubeVersion"), refusal);
  }

  private static int grace(String version, String values) {
    return deployment(version, values).at(POD + "/terminationGracePeriodSeconds").asInt();
  }

  private static Manifest deployment(String version, String values) {
    return Manifest.only(Chart.render(version, values), "Deployment");
  }
}
