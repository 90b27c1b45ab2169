package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The Deployment, its Service and the test Pod, with the values an operator is likely to set. */
class WorkloadTest {

  @Test
  void theServiceHasTwoPortsAndOneOfThemSaysThatItCarriesWebSockets() {
    JsonNode ports = Manifest.only(Chart.render(""), "Service").at("/spec/ports");
    assertEquals(2, ports.size());
    assertEquals("http", Manifest.named(ports, "http").path("appProtocol").asText());
    assertEquals("kubernetes.io/ws", Manifest.named(ports, "ws").path("appProtocol").asText());
    Manifest.list(ports).forEach(p -> assertEquals("http", p.path("targetPort").asText()));
  }

  @Test
  void anAppProtocolCanBeChangedOrLeftOut() {
    String values = "service: {http: {appProtocol: ''}, ws: {appProtocol: http}}";
    JsonNode ports = Manifest.only(Chart.render(values), "Service").at("/spec/ports");
    assertFalse(Manifest.named(ports, "http").has("appProtocol"));
    assertEquals("http", Manifest.named(ports, "ws").path("appProtocol").asText());
  }

  @Test
  void aNewChartAloneRestartsNoPod() {
    var labels = Manifest.only(Chart.render(""), "Deployment").at("/spec/template/metadata/labels");
    assertTrue(labels.has("app.kubernetes.io/version"), labels.toString());
    assertFalse(labels.has("helm.sh/chart"), labels.toString());
  }

  @Test
  void theProbesAskTheHealthPathsOfTheService() {
    JsonNode container = RenderedChartTest.container(Chart.render(""));
    Map.of("startup", "started", "liveness", "live", "readiness", "ready")
        .forEach((probe, path) ->
            assertEquals(
                "/q/health/" + path, container.at("/" + probe + "Probe/httpGet/path").asText()));
  }

  @Test
  void aSettingBecomesTheEnvironmentVariableOfItsName() {
    Map<String, String> env =
        environment(
            """
            config:
              maxConnections: 1000000
              subprotocols: [chat, mqtt]
              allowedOrigins: ["https://a.example", "http://b.example:8080"]
              compression: false
              serverName: reef
              drain: {routingGrace: 3s, closeCode: 1012}
            """);
    assertEquals("1000000", env.get("ECHOSOUNDER_MAX_CONNECTIONS"));
    assertEquals("chat,mqtt", env.get("ECHOSOUNDER_SUBPROTOCOLS"));
    assertEquals("https://a.example,http://b.example:8080", env.get("ECHOSOUNDER_ALLOWED_ORIGINS"));
    assertEquals("false", env.get("ECHOSOUNDER_COMPRESSION"));
    assertEquals("reef", env.get("ECHOSOUNDER_SERVER_NAME"));
    assertEquals("接收数据: ", env.get("ECHOSOUNDER_REPLY_PREFIX"));
    assertEquals("3s", env.get("ECHOSOUNDER_DRAIN_ROUTING_GRACE"));
    assertEquals("1012", env.get("ECHOSOUNDER_DRAIN_CLOSE_CODE"));
    assertEquals("10083", env.get("QUARKUS_HTTP_PORT"));
  }

  @Test
  void anEmptyPrefixIsPassedOnAndOtherEmptySettingsAreLeftOut() {
    Map<String, String> env = environment("config: {replyPrefix: ''}");
    assertEquals("", env.get("ECHOSOUNDER_REPLY_PREFIX"));
    assertFalse(env.containsKey("ECHOSOUNDER_SERVER_NAME"));
    assertFalse(env.containsKey("ECHOSOUNDER_SUBPROTOCOLS"));
  }

  @Test
  void aDigestWinsOverATagAndATagOverTheAppVersion() {
    String digest = "sha256:" + "0".repeat(64);
    assertEquals("ghcr.io/echosounder/echosounder:0.1.0", image(""));
    assertEquals("ghcr.io/echosounder/echosounder:next", image("image: {tag: next}"));
    assertEquals(
        "ghcr.io/echosounder/echosounder@" + digest,
        image("image: {tag: next, digest: '" + digest + "'}"));
  }

  @Test
  void theTestPodOpensAWebSocketThroughTheServiceWithTheImageUnderTest() {
    List<Manifest> all = Chart.render("");
    Manifest pod = Manifest.only(all, "Pod");
    assertEquals("test", pod.text("/metadata/annotations/test~1hook"));
    assertEquals("Never", pod.text("/spec/restartPolicy"));
    assertEquals(image(""), pod.text("/spec/containers/0/image"));
    assertEquals(
        List.of(
            "/opt/java/bin/java",
            "-cp",
            "/opt/echosounder/app/*",
            "io.github.echosounder.check.Main",
            "ws://sonar-echosounder:10083/ws"),
        Manifest.strings(pod.at("/spec/containers/0/command")));
  }

  @Test
  void theNotesPrintCommandsWithTheNamesOfTheRelease() {
    String notes = notes("");
    assertTrue(notes.contains("helm test sonar --namespace sea --logs"), notes);
    assertTrue(
        notes.contains("kubectl --namespace sea port-forward service/sonar-echosounder 10083:80"),
        notes);
    assertFalse(notes.contains("<no value>"), notes);
    String reached =
        notes("ingress: {enabled: true, hosts: [echo.example.com], tls: [{secretName: a}]}");
    assertTrue(reached.contains("https://echo.example.com/"), reached);
  }

  @Test
  void whatIsExtraIsAddedAndItsTemplatesAreFilledIn() {
    List<Manifest> all = Chart.render(Chart.valueSet("everything"));
    JsonNode pod = Manifest.only(all, "Deployment").at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    assertEquals(
        "DEBUG", Manifest.named(container.path("env"), "QUARKUS_LOG_LEVEL").path("value").asText());
    assertEquals("echo-env", container.at("/envFrom/0/secretRef/name").asText());
    assertEquals(
        "/etc/trust",
        Manifest.named(container.path("volumeMounts"), "trust").path("mountPath").asText());
    assertEquals(
        "trust", Manifest.named(pod.path("volumes"), "trust").at("/configMap/name").asText());
    assertTrue(all.stream().anyMatch(object -> object.name().equals("extra-sonar")));
  }

  private static String notes(String values) {
    return Manifest.all(Chart.render(values), "ConfigMap").stream()
        .filter(map -> map.name().equals("notes"))
        .findFirst()
        .orElseThrow()
        .text("/data/notes");
  }

  private static String image(String values) {
    return RenderedChartTest.container(Chart.render(values)).path("image").asText();
  }

  private static Map<String, String> environment(String values) {
    Map<String, String> env = new TreeMap<>();
    for (JsonNode variable : RenderedChartTest.container(Chart.render(values)).path("env")) {
      env.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return env;
  }
}
