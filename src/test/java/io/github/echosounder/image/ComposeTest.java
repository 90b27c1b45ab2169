package io.github.echosounder.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.echosounder.Promtool;
import io.github.echosounder.settings.EchosounderConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** `docker/compose.yaml`: one instance, and the profile `cluster`. */
class ComposeTest {

  private static final Path FOLDER = Path.of("docker");
  private static final JsonNode SERVICES = read().path("services");

  @Test
  void everyInstanceIsConfinedAsInAHardenedCluster() {
    for (JsonNode instance : instances()) {
      assertTrue(instance.path("read_only").asBoolean());
      assertEquals("ALL", instance.at("/cap_drop/0").asText());
      assertEquals("no-new-privileges:true", instance.at("/security_opt/0").asText());
      assertFalse(instance.path("mem_limit").asText().isEmpty());
    }
  }

  @Test
  void aStopWaitsLongerThanADrainTakes() throws NoSuchMethodException {
    Duration drain = drainDefault("routingGrace").plus(drainDefault("window"));
    for (JsonNode instance : instances()) {
      Duration grace = duration(instance.path("stop_grace_period").asText());
      assertTrue(grace.compareTo(drain) > 0, grace + " for a drain of " + drain);
    }
  }

  @Test
  void onlyOneInstanceStartsWithoutTheProfile() {
    assertEquals(3, instances().size());
    assertEquals(1, instances().stream().filter(service -> !service.has("profiles")).count());
  }

  @Test
  void theReplicasAreTheOnesThatHaproxyAndPrometheusKnow() throws IOException {
    TreeSet<String> replicas = new TreeSet<>();
    SERVICES.fieldNames().forEachRemaining(replicas::add);
    replicas.removeIf(name -> !name.startsWith("replica-"));
    assertEquals(2, replicas.size());
    String haproxy = Files.readString(FOLDER.resolve("haproxy/haproxy.cfg"));
    String prometheus = Files.readString(FOLDER.resolve("prometheus/prometheus.yml"));
    for (String replica : replicas) {
      assertTrue(haproxy.contains("server " + replica + " " + replica + ":10083\n"), replica);
      assertTrue(prometheus.contains(replica + ":10083"), replica);
    }
  }

  @Test
  void everyFileThatIsMountedExists() {
    for (JsonNode service : SERVICES) {
      for (JsonNode mount : service.path("volumes")) {
        String source = mount.asText().split(":", 2)[0];
        if (source.startsWith(".")) {
          assertTrue(Files.isRegularFile(FOLDER.resolve(source)), source);
        }
      }
    }
  }

  @Test
  void everyImageOfOthersIsPinnedToAVersion() {
    for (JsonNode service : SERVICES) {
      String image = service.path("image").asText();
      if (!service.has("build")) {
        assertTrue(image.matches("\\$\\{\\w+:-[a-z/]+:v?\\d+\\.\\d+\\.\\d+}"), image);
      }
    }
  }

  @Test
  void everyPublishedPortIsOneThatItsServiceListensOn() throws IOException {
    String settings = Files.readString(Path.of("src/main/resources/application.properties"));
    String haproxy = Files.readString(FOLDER.resolve("haproxy/haproxy.cfg"));
    for (Map.Entry<String, JsonNode> service : SERVICES.properties()) {
      for (JsonNode published : service.getValue().path("ports")) {
        String port = published.asText().replaceFirst(".*:", "");
        boolean isListenedOn =
            switch (service.getKey()) {
              case "haproxy" -> haproxy.contains("bind :" + port + " ");
              // The defaults of both, which nothing here changes.
              case "prometheus" -> port.equals("9090");
              case "grafana" -> port.equals("3000");
              default -> settings.contains("quarkus.http.port=" + port);
            };
        assertTrue(isListenedOn, service.getKey() + " publishes " + port);
      }
    }
  }

  @Test
  void whatPrometheusAsksForIsServedThere() throws IOException {
    JsonNode jobs =
        new YAMLMapper()
            .readTree(FOLDER.resolve("prometheus/prometheus.yml").toFile())
            .path("scrape_configs");
    String haproxy = Files.readString(FOLDER.resolve("haproxy/haproxy.cfg"));
    for (JsonNode target : jobs.findValues("targets").stream().map(t -> t.get(0)).toList()) {
      String[] hostAndPort = target.asText().split(":", 2);
      assertTrue(SERVICES.has(hostAndPort[0]), target.asText());
      boolean isProxy = hostAndPort[0].equals("haproxy");
      assertTrue(!isProxy || haproxy.contains("bind :" + hostAndPort[1] + "\n"), target.asText());
    }
  }

  @Test
  void everySettingThatIsSetExists() {
    for (JsonNode instance : instances()) {
      instance
          .path("environment")
          .fieldNames()
          .forEachRemaining(variable -> {
            String setting =
                variable
                    .replaceFirst("^ECHOSOUNDER_", "")
                    .replace("_", "")
                    .toLowerCase(Locale.ROOT);
            assertTrue(
                Arrays.stream(EchosounderConfig.class.getMethods())
                    .anyMatch(method -> method.getName().toLowerCase(Locale.ROOT).equals(setting)),
                variable);
          });
    }
  }

  @Test
  void whatIsDependedOnAndWhereDataIsKeptIsDeclared() throws IOException {
    JsonNode volumes =
        new YAMLMapper().readTree(FOLDER.resolve("compose.yaml").toFile()).path("volumes");
    for (JsonNode service : SERVICES) {
      JsonNode needed = service.path("depends_on");
      needed.fieldNames().forEachRemaining(name -> assertTrue(SERVICES.has(name), name));
      needed.forEach(name -> assertTrue(!name.isTextual() || SERVICES.has(name.asText())));
      for (JsonNode mount : service.path("volumes")) {
        String source = mount.asText().split(":", 2)[0];
        assertTrue(source.startsWith(".") || volumes.has(source), mount.asText());
      }
    }
  }

  @Test
  void whatIsMountedIsWhereTheCommandAndTheProvisioningLookForIt() throws IOException {
    Map<String, String> mounts = new TreeMap<>();
    for (JsonNode service : SERVICES) {
      for (JsonNode mount : service.path("volumes")) {
        String[] parts = mount.asText().split(":", 3);
        mounts.put(parts[1], parts[0]);
      }
    }
    for (JsonNode argument : SERVICES.at("/prometheus/command")) {
      assertTrue(mounts.containsKey(argument.asText().replaceFirst(".*=", "")), argument.asText());
    }
    String home =
        SERVICES.at("/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText();
    String dashboard = String.valueOf(mounts.get(home));
    String provisioning = Files.readString(FOLDER.resolve("grafana/dashboards.yaml"));
    assertTrue(provisioning.contains("path: " + Path.of(home).getParent()), provisioning);
    JsonNode datasource =
        new YAMLMapper().readTree(FOLDER.resolve("grafana/datasource.yaml").toFile());
    URI prometheus = URI.create(datasource.at("/datasources/0/url").asText());
    assertTrue(SERVICES.has(prometheus.getHost()), prometheus.toString());
    assertTrue(Files.readString(FOLDER.resolve(dashboard)).contains("\"panels\""));
    String certificate = Files.readString(FOLDER.resolve("haproxy/haproxy.cfg"));
    assertTrue(certificate.contains("crt /tls/echosounder.pem"), certificate);
    assertTrue(mounts.containsKey("/tls"));
  }

  @Test
  void prometheusAcceptsItsConfiguration() throws IOException, InterruptedException {
    Promtool.installed()
        .run("check", "config", FOLDER.resolve("prometheus/prometheus.yml").toString());
  }

  @Test
  void haproxyAcceptsItsConfiguration(@TempDir Path directory) throws Exception {
    Path haproxy = Promtool.find("haproxy", "haproxy");
    makeCertificate(directory);
    String config =
        Files.readString(FOLDER.resolve("haproxy/haproxy.cfg")).replace("/tls/", directory + "/");
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), config);
    new Promtool(haproxy).run("-c", "-f", file.toString());
  }

  @Test
  void theScriptOfTheCertificateMakesOneThatHaproxyCanRead(@TempDir Path directory)
      throws Exception {
    for (int start = 1; start <= 2; start++) {
      makeCertificate(directory);
    }
    String pem = Files.readString(directory.resolve("echosounder.pem"));
    assertTrue(pem.contains("BEGIN CERTIFICATE") && pem.contains("PRIVATE KEY"), pem);
    try (var left = Files.list(directory)) {
      assertEquals(1, left.count());
    }
  }

  private static void makeCertificate(Path directory) throws Exception {
    Promtool.find("openssl", "openssl");
    String script = SERVICES.at("/certificate/command/0").asText();
    // Only the image of HAProxy has its user.
    script = script.replace("chown haproxy", "true").replace("/tls", directory.toString());
    // Compose takes a dollar for its own.
    assertFalse(script.contains("$"), script);
    Process process = new ProcessBuilder("sh", "-euc", script).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private static List<JsonNode> instances() {
    return StreamSupport.stream(SERVICES.spliterator(), false)
        .filter(service -> service.has("build"))
        .toList();
  }

  private static Duration drainDefault(String setting) throws NoSuchMethodException {
    WithDefault value =
        EchosounderConfig.Drain.class.getMethod(setting).getAnnotation(WithDefault.class);
    return duration(value.value());
  }

  private static Duration duration(String text) {
    return new DurationConverter().convert(text);
  }

  /** By SnakeYAML itself, because Jackson leaves merge keys as they stand. */
  private static JsonNode read() {
    try (var file = Files.newBufferedReader(FOLDER.resolve("compose.yaml"))) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
      return new YAMLMapper().valueToTree(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
