package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.echosounder.settings.EchosounderConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The values under {@code config} and the settings of the service are the same, name for name. */
class SettingsTest {

  @Test
  void aPodIsGivenEverySettingWithItsDefaultAndNoOther() {
    Map<String, String> expected = new TreeMap<>();
    collect("ECHOSOUNDER_", EchosounderConfig.class, expected);
    assertTrue(expected.size() > 15, expected.toString());
    assertEquals(expected, given(""));
  }

  @Test
  void aSettingWithoutADefaultIsPassedOnWhenItHasAValue() {
    Map<String, String> given = given("config: {serverName: reef, subprotocols: [chat]}");
    assertEquals("reef", given.get("ECHOSOUNDER_SERVER_NAME"));
    assertEquals("chat", given.get("ECHOSOUNDER_SUBPROTOCOLS"));
  }

  @Test
  void tracesAreSwitchedOnTogetherWithTheirCollectorAndOtherwiseNotSpokenOf() {
    assertEquals(Map.of(), given("QUARKUS_OTEL_", "tracing: {endpoint: 'http://c:4317'}"));
    assertEquals(
        Map.of(
            "QUARKUS_OTEL_SDK_DISABLED", "false",
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318",
            "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        given(
            "QUARKUS_OTEL_",
            "tracing: {enabled: true, endpoint: 'http://c:4318', protocol: http/protobuf}"));
  }

  @Test
  void theMarginOfTheTerminationIsLongerThanTheLastTracesMayTake() throws IOException {
    Properties settings = new Properties();
    try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      settings.load(file);
    }
    String wait = settings.getProperty("quarkus.otel.experimental.shutdown-wait-time");
    int margin =
        Chart.YAML
            .readTree(Chart.read(Chart.SOURCE.resolve("values.yaml")))
            .at("/termination/marginSeconds")
            .asInt();
    assertTrue(margin > Duration.parse("PT" + wait).toSeconds(), margin + " after " + wait);
  }

  @Test
  void thePodsTellWhoTheyAreOnlyWhereTheyMay() {
    assertTrue(variable("", "ECHOSOUNDER_VERDICTS_POD").isMissingNode());
    String values = "verdicts: {identity: true}";
    Map.of(
            "POD", "metadata.name",
            "NODE", "spec.nodeName",
            "ZONE", "metadata.labels['topology.kubernetes.io/zone']")
        .forEach((name, field) ->
            assertEquals(
                field,
                variable(values, "ECHOSOUNDER_VERDICTS_" + name)
                    .at("/valueFrom/fieldRef/fieldPath")
                    .asText()));
  }

  @Test
  void thePasswordOfRedisComesFromItsSecretAndIsInNoManifest() {
    String values =
        "verdicts: {redis: {url: 'redis://redis:6379', passwordSecret: {name: auth, key: word}}}";
    assertEquals("redis://redis:6379", given(values).get("ECHOSOUNDER_VERDICTS_REDIS"));
    JsonNode password = variable(values, "ECHOSOUNDER_VERDICTS_REDIS_PASSWORD");
    assertTrue(password.path("value").isMissingNode());
    assertEquals("auth", password.at("/valueFrom/secretKeyRef/name").asText());
    assertEquals("word", password.at("/valueFrom/secretKeyRef/key").asText());
    String without = "verdicts: {redis: {url: 'redis://redis:6379'}}";
    assertTrue(variable(without, "ECHOSOUNDER_VERDICTS_REDIS_PASSWORD").isMissingNode());
  }

  private static JsonNode variable(String values, String name) {
    for (JsonNode variable : RenderedChartTest.container(Chart.render(values)).path("env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable;
      }
    }
    return MissingNode.getInstance();
  }

  private static Map<String, String> given(String values) {
    return given("ECHOSOUNDER_", values);
  }

  private static Map<String, String> given(String prefix, String values) {
    Map<String, String> given = new TreeMap<>();
    for (JsonNode variable : RenderedChartTest.container(Chart.render(values)).path("env")) {
      if (variable.path("name").asText().startsWith(prefix)) {
        given.put(variable.path("name").asText(), variable.path("value").asText());
      }
    }
    return given;
  }

  private static void collect(String prefix, Class<?> mapping, Map<String, String> into) {
    for (Method setting : mapping.getDeclaredMethods()) {
      String name =
          prefix + setting.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      WithDefault standard = setting.getAnnotation(WithDefault.class);
      if (standard != null) {
        into.put(name, standard.value());
      } else if (setting.getReturnType().getPackage().equals(mapping.getPackage())) {
        collect(name + "_", setting.getReturnType(), into);
      }
    }
  }
}
