package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.EchosounderConfig;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
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

  private static Map<String, String> given(String values) {
    Map<String, String> given = new TreeMap<>();
    for (JsonNode variable : RenderedChartTest.container(Chart.render(values)).path("env")) {
      if (variable.path("name").asText().startsWith("ECHOSOUNDER_")) {
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
