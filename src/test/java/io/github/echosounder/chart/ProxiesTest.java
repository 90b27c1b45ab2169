package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The presets, name by name as docs/proxies.md gives them. */
class ProxiesTest {

  @Test
  void nothingIsPresetByDefault() {
    assertEquals(Map.of(), annotations(Manifest.only(Chart.render(ingress("''")), "Ingress")));
    Manifest route = Manifest.only(Chart.render(route("''")), "HTTPRoute");
    assertTrue(route.json().findValue("timeouts") == null);
  }

  @Test
  void nginxIsGivenItsReadAndSendTimeoutsInSeconds() {
    assertEquals(
        Map.of(
            "nginx.ingress.kubernetes.io/proxy-read-timeout", "3600",
            "nginx.ingress.kubernetes.io/proxy-send-timeout", "3600"),
        annotations(Manifest.only(Chart.render(ingress("nginx")), "Ingress")));
  }

  @Test
  void theNginxOfF5IsToldWhichServiceSpeaksWebSocket() {
    assertEquals(
        Map.of(
            "nginx.org/proxy-read-timeout", "3600s",
            "nginx.org/proxy-send-timeout", "3600s",
            "nginx.org/websocket-services", "sonar-echosounder"),
        annotations(Manifest.only(Chart.render(ingress("nginx-f5")), "Ingress")));
  }

  @Test
  void haproxyIsGivenATunnelTimeoutAndChecksReadiness() {
    assertEquals(
        Map.of(
            "haproxy.org/backend-config-snippet", "timeout tunnel 3600s",
            "haproxy.org/check-http", "GET /q/health/ready",
            "haproxy.org/check-interval", "1s"),
        annotations(Manifest.only(Chart.render(ingress("haproxy")), "Ingress")));
  }

  @Test
  void anAlbIsGivenItsIdleTimeoutAndWaitsForTheDrain() {
    assertEquals(
        Map.of(
            "alb.ingress.kubernetes.io/healthcheck-path", "/q/health/ready",
            "alb.ingress.kubernetes.io/load-balancer-attributes",
                "idle_timeout.timeout_seconds=1800",
            "alb.ingress.kubernetes.io/target-group-attributes",
                "deregistration_delay.timeout_seconds=35",
            "alb.ingress.kubernetes.io/target-type", "ip"),
        annotations(
            Manifest.only(Chart.render(ingress("aws") + "\nproxyIdleTimeout: 30m"), "Ingress")));
  }

  @Test
  void traefikNeedsNothingOnTheIngress() {
    List<Manifest> all = Chart.render(ingress("traefik"));
    assertEquals(Map.of(), annotations(Manifest.only(all, "Ingress")));
    assertFalse(Manifest.has(all, "Middleware"));
  }

  @Test
  void theNginxControllerStripsAPathByARegularExpression() {
    Manifest ingress = Manifest.only(Chart.render(below("nginx", "/a.b/echo")), "Ingress");
    assertEquals("/$2", annotations(ingress).get("nginx.ingress.kubernetes.io/rewrite-target"));
    assertEquals("true", annotations(ingress).get("nginx.ingress.kubernetes.io/use-regex"));
    assertEquals(List.of("/a\\.b/echo(/|$)(.*) ImplementationSpecific"), paths(ingress));
    strips(ingress.text("/spec/rules/0/http/paths/0/path"), "$2");
  }

  @Test
  void theNginxOfF5StripsAPathWithAndWithoutASlashBehindIt() {
    Manifest ingress = Manifest.only(Chart.render(below("nginx-f5", "/echo")), "Ingress");
    assertEquals(
        "serviceName=sonar-echosounder rewrite=/", annotations(ingress).get("nginx.org/rewrites"));
    assertEquals(List.of("/echo/ Prefix", "/echo Exact"), paths(ingress));
  }

  @Test
  void haproxyStripsAPathByARegularExpression() {
    Manifest ingress = Manifest.only(Chart.render(below("haproxy", "/a.b/echo")), "Ingress");
    String rewrite = annotations(ingress).get("haproxy.org/path-rewrite");
    assertEquals("/a\\.b/echo/?(.*) /\\1", rewrite);
    strips("/a\\.b/echo/?(.*)", "$1");
    assertEquals(List.of("/a.b/echo Prefix"), paths(ingress));
  }

  @Test
  void traefikStripsAPathByAMiddlewareThatTheIngressNames() {
    List<Manifest> all = Chart.render(below("traefik", "/echo"));
    Manifest middleware = Manifest.only(all, "Middleware");
    assertEquals("/echo", middleware.text("/spec/stripPrefix/prefixes/0"));
    assertEquals(
        Map.of(
            "traefik.ingress.kubernetes.io/router.middlewares",
            "sea-" + middleware.name() + "@kubernetescrd"),
        annotations(Manifest.only(all, "Ingress")));
  }

  @Test
  void anAlbStripsAPathByATransformOfTheServicesRule() throws Exception {
    List<Manifest> all = Chart.render(below("aws", "/a.b/echo"));
    String service = Manifest.only(all, "Service").name();
    JsonNode transforms =
        Chart.YAML.readTree(
            annotations(Manifest.only(all, "Ingress"))
                .get("alb.ingress.kubernetes.io/transforms." + service));
    assertEquals("url-rewrite", transforms.at("/0/type").asText());
    JsonNode rewrite = transforms.at("/0/urlRewriteConfig/rewrites/0");
    assertEquals("/$1", rewrite.path("replace").asText());
    strips(rewrite.path("regex").asText(), "$1");
  }

  /** The expression leaves of a path below /a.b/echo what lies below it. */
  private static void strips(String expression, String rest) {
    Pattern pattern = Pattern.compile(expression);
    assertEquals("/", pattern.matcher("/a.b/echo").replaceFirst("/" + rest));
    assertEquals("/", pattern.matcher("/a.b/echo/").replaceFirst("/" + rest));
    assertEquals("/ws", pattern.matcher("/a.b/echo/ws").replaceFirst("/" + rest));
    assertEquals("/aXb/echo/ws", pattern.matcher("/aXb/echo/ws").replaceFirst("/" + rest));
  }

  private static List<String> paths(Manifest ingress) {
    return Manifest.list(ingress.at("/spec/rules/0/http/paths")).stream()
        .map(path -> path.path("path").asText() + " " + path.path("pathType").asText())
        .toList();
  }

  @Test
  void gkeIsGivenABackendConfigThatTheServiceNames() {
    List<Manifest> all = Chart.render(ingress("gke"));
    Manifest config = Manifest.only(all, "BackendConfig");
    assertEquals(3600, config.at("/spec/timeoutSec").asInt());
    assertEquals(35, config.at("/spec/connectionDraining/drainingTimeoutSec").asInt());
    assertEquals("/q/health/ready", config.text("/spec/healthCheck/requestPath"));
    Map<String, String> service = annotations(Manifest.only(all, "Service"));
    assertEquals(
        "{\"default\":\"" + config.name() + "\"}", service.get("cloud.google.com/backend-config"));
    assertEquals("{\"ingress\":true}", service.get("cloud.google.com/neg"));
  }

  @Test
  void anAnnotationOfTheUserWinsOverThatOfThePreset() {
    String key = "nginx.ingress.kubernetes.io/proxy-read-timeout";
    String values =
        "ingress: {enabled: true, hosts: [a.example], preset: nginx, annotations: {"
            + key
            + ": '9', other: kept}}";
    Map<String, String> merged = annotations(Manifest.only(Chart.render(values), "Ingress"));
    assertEquals("9", merged.get(key));
    assertEquals("kept", merged.get("other"));
    assertEquals(3, merged.size());
  }

  @Test
  void envoyGatewayIsToldThatAWebSocketMayLastAndLetsAllConnectionsThrough() {
    List<Manifest> all = Chart.render(route("envoy-gateway"));
    assertEquals("0s", Manifest.only(all, "HTTPRoute").text("/spec/rules/0/timeouts/request"));
    Manifest policy = Manifest.only(all, "BackendTrafficPolicy");
    assertEquals(20000, policy.at("/spec/circuitBreaker/maxConnections").asInt());
    assertEquals(20000, policy.at("/spec/circuitBreaker/maxParallelRequests").asInt());
    assertEquals("HTTPRoute", policy.text("/spec/targetRefs/0/kind"));
    assertEquals("sonar-echosounder", policy.text("/spec/targetRefs/0/name"));
    assertFalse(Manifest.has(all, "ClientTrafficPolicy"));
  }

  @Test
  void envoyGatewaysLimitFollowsTheAutoscaler() {
    String values = route("envoy-gateway") + "\nautoscaling: {enabled: true, maxReplicas: 7}";
    Manifest policy = Manifest.only(Chart.render(values), "BackendTrafficPolicy");
    assertEquals(70000, policy.at("/spec/circuitBreaker/maxConnections").asInt());
  }

  @Test
  void aClientTrafficPolicyBoundsIdleStreamsOfTheGatewayWhenAskedFor() {
    String values =
        "httpRoute: {enabled: true, preset: envoy-gateway, clientTrafficPolicy: true,"
            + " parentRefs: [{name: edge, sectionName: https}]}";
    Manifest policy = Manifest.only(Chart.render(values), "ClientTrafficPolicy");
    assertEquals("1h", policy.text("/spec/timeout/http/streamIdleTimeout"));
    assertEquals("edge", policy.text("/spec/targetRefs/0/name"));
    assertEquals("https", policy.text("/spec/targetRefs/0/sectionName"));
  }

  @Test
  void istioIsToldThatAWebSocketMayLast() {
    List<Manifest> all = Chart.render(route("istio"));
    assertEquals("0s", Manifest.only(all, "HTTPRoute").text("/spec/rules/0/timeouts/request"));
    assertFalse(Manifest.has(all, "BackendTrafficPolicy"));
  }

  @Test
  void aGatewayOfGkeIsGivenPoliciesInsteadOfTimeoutsItRefuses() {
    List<Manifest> all = Chart.render(route("gke"));
    assertTrue(Manifest.only(all, "HTTPRoute").json().findValue("timeouts") == null);
    Manifest policy = Manifest.only(all, "GCPBackendPolicy");
    assertEquals(3600, policy.at("/spec/default/timeoutSec").asInt());
    assertEquals("sonar-echosounder", policy.text("/spec/targetRef/name"));
    Manifest check = Manifest.only(all, "HealthCheckPolicy");
    assertEquals("/q/health/ready", check.text("/spec/default/config/httpHealthCheck/requestPath"));
    all.forEach(KubernetesTypes::accept);
  }

  @Test
  void anUpgradeOfEitherSpellingIsRoutedToTheWebSocketPortAndTheRestToTheOther() {
    JsonNode rules = Manifest.only(Chart.render(route("''")), "HTTPRoute").at("/spec/rules");
    for (int rule = 0; rule < 2; rule++) {
      assertEquals(1, rules.at("/" + rule + "/matches").size());
      JsonNode header = rules.at("/" + rule + "/matches/0/headers/0");
      assertEquals("Upgrade", header.path("name").asText());
      assertEquals(List.of("websocket", "WebSocket").get(rule), header.path("value").asText());
      assertEquals(10083, rules.at("/" + rule + "/backendRefs/0/port").asInt());
    }
    assertEquals(3, rules.size());
    assertTrue(rules.at("/2/matches/0/headers").isMissingNode());
    assertEquals(80, rules.at("/2/backendRefs/0/port").asInt());
  }

  @Test
  void aSubPathIsStrippedBeforeTheServiceSeesIt() {
    String values = "httpRoute: {enabled: true, parentRefs: [{name: edge}], path: /echo}";
    for (JsonNode rule : Manifest.only(Chart.render(values), "HTTPRoute").at("/spec/rules")) {
      assertEquals("/echo", rule.at("/matches/0/path/value").asText());
      assertEquals("/", rule.at("/filters/0/urlRewrite/path/replacePrefixMatch").asText());
    }
    Manifest plain = Manifest.only(Chart.render(route("''")), "HTTPRoute");
    assertTrue(plain.json().findValue("filters") == null);
  }

  @Test
  void everyPresetIsDocumented() throws Exception {
    String docs = Chart.read(Chart.SOURCE.resolve("docs/proxies.md"));
    JsonNode schema = Chart.YAML.readTree(Chart.read(Chart.SOURCE.resolve("values.schema.json")));
    for (String kind : List.of("ingress", "httpRoute")) {
      JsonNode presets = schema.at("/properties/" + kind + "/properties/preset/enum");
      assertTrue(presets.size() > 3);
      for (String preset : Manifest.strings(presets)) {
        String heading = "(`" + kind + ".preset: " + preset + "`)";
        assertTrue(preset.isEmpty() || docs.contains(heading), heading);
      }
    }
  }

  private static String ingress(String preset) {
    return "ingress: {enabled: true, hosts: [echo.example.com], preset: " + preset + "}";
  }

  private static String below(String preset, String path) {
    return "ingress: {enabled: true, hosts: [echo.example.com], preset: "
        + preset
        + ", path: "
        + path
        + "}";
  }

  private static String route(String preset) {
    return "httpRoute: {enabled: true, parentRefs: [{name: edge}], preset: " + preset + "}";
  }

  private static Map<String, String> annotations(Manifest object) {
    Map<String, String> annotations = new TreeMap<>();
    Manifest.fields(object.at("/metadata/annotations"))
        .forEach((key, value) -> annotations.put(key, value.asText()));
    return annotations;
  }
}
