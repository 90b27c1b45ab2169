package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are accepted by a server, or refused with a sentence that says what to do. */
class NamesTest {

  private static final String EVERYTHING_BUT_MONITORS =
      """
      autoscaling: {enabled: true}
      httpRoute: {enabled: true, preset: envoy-gateway, path: /echo, parentRefs: [{name: edge}]}
      ingress: {enabled: true, preset: traefik, path: /echo, hosts: [a.example]}
      prometheusRule: {enabled: true}
      grafanaDashboard: {enabled: true}
      networkPolicy: {enabled: true, from: [{podSelector: {}}]}
      """;

  static Stream<String> releases() {
    return Stream.of(1, 2, 34, 35, 46, 47, 52, 53)
        .flatMap(length -> Stream.of("e".repeat(length), "a" + "-9".repeat((length - 1) / 2)))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aReleaseNameOfAnyLengthIsAccepted(String release) {
    for (Manifest object : Chart.renderAs(release, "sea", EVERYTHING_BUT_MONITORS)) {
      KubernetesTypes.accept(object);
      assertTrue(object.name().length() <= 63, object.name());
    }
  }

  static Stream<Arguments> fullNames() {
    return Stream.concat(releases(), Stream.of("echosounder-" + "x".repeat(40)))
        .map(release -> Arguments.of(release, nameOf(release)));
  }

  /** What selects this release's series finds its pods, and no other's. */
  @ParameterizedTest
  @MethodSource("fullNames")
  void alertsAndKedaFindThePodsOfTheRelease(String release, String name) {
    String values =
        """
        keda: {enabled: true, serverAddress: 'http://p:9090'}
        prometheusRule: {enabled: true}
        """;
    List<Manifest> all = Chart.renderAs(release, "sea", values);
    String query = Manifest.only(all, "ScaledObject").text("/spec/triggers/0/metadata/query");
    String rules = Manifest.only(all, "PrometheusRule").json().toString().replace("\\\"", "\"");
    for (String text : List.of(query, rules)) {
      Matcher selector = Pattern.compile("pod=~\"([^\"]+)\"").matcher(text);
      int count = 0;
      while (selector.find()) {
        String pods = selector.group(1);
        assertTrue(podOf(name).matches(pods), podOf(name) + " by " + pods);
        assertTrue(podOf(name, "7d9").matches(pods), "a short hash by " + pods);
        if (name.length() <= 46 - "-blue".length()) {
          assertFalse(podOf(name + "-blue").matches(pods), "another release by " + pods);
        }
        count++;
      }
      assertTrue(count > 0, text);
    }
  }

  /** Whatever the name, the rest of a pod's is its own: the hash of its template, and one more. */
  @ParameterizedTest
  @MethodSource("fullNames")
  void aPodsNameIsNotCut(String release, String name) {
    assertTrue(podOf(name).startsWith(name + "-6f7d8c9b4f-"), podOf(name));
    assertEquals(name, nameOf(release));
  }

  @ParameterizedTest
  @CsvSource({
    "2026, 2026-echosounder",
    "1, 1-echosounder",
    "a.b, a.b-echosounder",
    "7up.test, 7up.test-echosounder"
  })
  void aReleaseThatNoServiceCanBeNamedForIsRefused(String release, String name) {
    String refusal = Chart.refusalAs(release, Chart.NEWEST, "");
    assertTrue(refusal.contains("would be named \"" + name + "\""), refusal);
    assertTrue(refusal.contains("set fullnameOverride"), refusal);
    Chart.renderAs(release, "sea", "fullnameOverride: echo").forEach(KubernetesTypes::accept);
  }

  static Stream<String> impossible() {
    return Stream.of("Echo", "a.b", "123", "1a", "-a", "a-", "a_b", "x".repeat(47));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void aNameThatAServerWouldRefuseIsRefusedWithWhatToDo(String name) {
    String refusal = Chart.refusal("fullnameOverride: '" + name + "'");
    assertTrue(refusal.contains("46 characters at most; set fullnameOverride"), refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "null", "true", "e1", "no", "y"})
  void aNameThatYamlTakesForSomethingElseStaysAName(String name) {
    String values =
        EVERYTHING_BUT_MONITORS
            + "fullnameOverride: '"
            + name
            + "'\n"
            + "nameOverride: '"
            + name
            + "'\nserviceAccount: {name: '"
            + name
            + "'}\npriorityClassName: '"
            + name
            + "'\n";
    for (Manifest object : Chart.renderAs(name, "null", values)) {
      KubernetesTypes.accept(object);
    }
  }

  @Test
  void numbersInStringsStayStrings() {
    String values =
        """
        nameOverride: "2026"
        fullnameOverride: echo
        serviceAccount: {name: "123"}
        priorityClassName: "1e3"
        commonLabels: {year: "2026", ok: "true"}
        podLabels: {year: "2027"}
        commonAnnotations: {year: "2026"}
        image: {tag: "2026"}
        ingress: {enabled: true, className: "123", hosts: ["1.2"]}
        httpRoute: {enabled: true, hostnames: ["1.2"], parentRefs: [{name: "1"}]}
        serviceMonitor: {enabled: true, labels: {year: "2026"}}
        probe: {enabled: true, module: "2026", proberUrl: "1:2", targets: ["1.5"]}
        prometheusRule: {enabled: true, alertLabels: {year: "2026"}, alerts: {forcedDrains: {severity: "1"}}}
        """;
    List<Manifest> all = Chart.renderAs("2026", "123", values);
    all.forEach(KubernetesTypes::accept);
    Manifest deployment = Manifest.only(all, "Deployment");
    assertEquals("123", deployment.text("/spec/template/spec/serviceAccountName"));
    assertEquals("2027", deployment.text("/spec/template/metadata/labels/year"));
    assertEquals("2026", deployment.text("/metadata/labels/year"));
    assertTrue(Manifest.only(all, "Probe").at("/spec/module").isTextual());
  }

  @Test
  void aNameOverrideThatNoLabelCanHoldIsRefused() {
    for (String name : List.of("x".repeat(59), "-a", "a b")) {
      String refusal = Chart.refusal("{fullnameOverride: e, nameOverride: '" + name + "'}");
      assertTrue(refusal.contains("nameOverride"), refusal);
    }
    String longest = "{fullnameOverride: e, nameOverride: " + "x".repeat(58) + "}";
    Chart.render(longest).forEach(KubernetesTypes::accept);
  }

  private static String nameOf(String release) {
    return Manifest.only(Chart.renderAs(release, "sea", ""), "Deployment").name();
  }

  private static String podOf(String deployment) {
    return podOf(deployment, "6f7d8c9b4f");
  }

  /** As Kubernetes makes it: what has more than 58 characters is cut before five are appended. */
  private static String podOf(String deployment, String hash) {
    String base = deployment + "-" + hash + "-";
    return base.substring(0, Math.min(base.length(), 58)) + "x2x4k";
  }
}
