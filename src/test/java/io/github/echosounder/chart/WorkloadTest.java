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

  /** The root of the file system is read-only. */
  @Test
  void theContainerCanWriteToTmp() {
    JsonNode pod = Manifest.only(Chart.render(""), "Deployment").at("/spec/template/spec");
    JsonNode mount = pod.at("/containers/0/volumeMounts/0");
    assertEquals("/tmp", mount.path("mountPath").asText());
    assertFalse(mount.path("readOnly").asBoolean());
    JsonNode volume = Manifest.named(pod.path("volumes"), mount.path("name").asText());
    assertTrue(volume.path("emptyDir").isObject(), volume.toString());
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
  void theNotesSayHowToReachANodePortAndALoadBalancer() {
    String nodePort = notes("service: {type: NodePort}");
    assertTrue(nodePort.contains("kubectl get nodes"), nodePort);
    assertTrue(nodePort.contains("get service sonar-echosounder"), nodePort);
    assertTrue(nodePort.contains(".nodePort}"), nodePort);
    String balancer = notes("service: {type: LoadBalancer, http: {port: 8080}}");
    assertTrue(balancer.contains("http://ADDRESS:8080/"), balancer);
    assertTrue(balancer.contains(".status.loadBalancer"), balancer);
    assertFalse(notes("").contains("ADDRESS"), notes(""));
  }

  @Test
  void theNotesSayHttpsWhereACertificateIsAndHttpElsewhere() {
    String hosts = "ingress: {enabled: true, hosts: [a.example, b.example, c.d.example], ";
    String one = notes(hosts + "tls: [{secretName: a, hosts: [a.example]}]}");
    assertTrue(one.contains("https://a.example/"), one);
    assertTrue(one.contains(" http://b.example/"), one);
    String wildcard = notes(hosts + "tls: [{secretName: a, hosts: ['*.example']}]}");
    assertTrue(wildcard.contains("https://b.example/"), wildcard);
    assertTrue(wildcard.contains(" http://c.d.example/"), wildcard);
    String all = notes(hosts + "tls: [{secretName: a}]}");
    assertTrue(all.contains("https://c.d.example/"), all);
    String cloud =
        notes(hosts + "annotations: {alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:x}}");
    assertTrue(cloud.contains("https://a.example/"), cloud);
    String below = notes(hosts + "preset: nginx, path: /echo}");
    assertTrue(below.contains(" http://a.example/echo/\n"), below);
  }

  @Test
  void theNotesWarnOfAPathThatNobodyStrips() {
    String values = "ingress: {enabled: true, hosts: [a.example], path: /echo}";
    assertTrue(notes(values).contains("without that, 404"), notes(values));
  }

  @Test
  void everyObjectIsGivenTheCommonLabelsAndAnnotationsAndItsOwn() {
    for (Manifest object : Chart.render(Chart.valueSet("everything"))) {
      if (!object.name().equals("notes") && !object.name().startsWith("extra-")) {
        assertEquals("reef", object.text("/metadata/labels/team"), object.toString());
        assertEquals(
            "everything", object.text("/metadata/annotations/example.com~1set"), object.toString());
      }
    }
    for (String set : List.of("everything", "ha", "cloud")) {
      for (Manifest object : Chart.render(Chart.valueSet(set))) {
        if (object.at("/metadata/annotations/example.com~1kind").isTextual()) {
          assertEquals(object.kind(), object.text("/metadata/annotations/example.com~1kind"));
        }
      }
    }
  }

  @Test
  void theServiceIsGivenWhatAServiceCanBeTold() {
    Manifest service =
        Manifest.only(
            Chart.render(
                """
                service:
                  type: LoadBalancer
                  externalTrafficPolicy: Local
                  internalTrafficPolicy: Local
                  trafficDistribution: PreferClose
                  loadBalancerClass: service.k8s.aws/nlb
                  loadBalancerSourceRanges: [10.0.0.0/8, "2001:db8::/32"]
                  ipFamilyPolicy: PreferDualStack
                """),
            "Service");
    KubernetesTypes.accept(service);
    assertEquals("Local", service.text("/spec/externalTrafficPolicy"));
    assertEquals("Local", service.text("/spec/internalTrafficPolicy"));
    assertEquals("PreferClose", service.text("/spec/trafficDistribution"));
    assertEquals("service.k8s.aws/nlb", service.text("/spec/loadBalancerClass"));
    assertEquals(2, service.at("/spec/loadBalancerSourceRanges").size());
    assertEquals("PreferDualStack", service.text("/spec/ipFamilyPolicy"));
  }

  @Test
  void nothingOfAServiceIsSaidThatWasNotAskedFor() {
    Manifest service = Manifest.only(Chart.render(""), "Service");
    assertEquals(
        List.of("type", "selector", "ports"),
        List.copyOf(Manifest.fields(service.at("/spec")).keySet()));
  }

  /** A healthy start takes two to four seconds; each failed probe would be a warning event. */
  @Test
  void theFirstStartupProbeComesAfterAHealthyStart() {
    JsonNode startup = RenderedChartTest.container(Chart.render("")).path("startupProbe");
    assertTrue(startup.path("initialDelaySeconds").asInt() >= 5, startup.toString());
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
