package io.github.echosounder.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.echosounder.settings.EchosounderConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
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
