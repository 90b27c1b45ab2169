package io.github.echosounder.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;

/** The custom resources whose fields {@code crds.yaml} lists; every other field is unknown. */
final class CustomTypes {

  private static final JsonNode SHAPES = read();

  private CustomTypes() {}

  static boolean knows(String type) {
    return SHAPES.has(type);
  }

  static void accept(Manifest manifest) {
    match(manifest + " spec", SHAPES.get(manifest.type()), manifest.at("/spec"));
  }

  private static void match(String where, JsonNode shape, JsonNode actual) {
    if (shape.isTextual()) {
      boolean matches =
          switch (shape.asText()) {
            case "string" -> actual.isTextual();
            case "integer" -> actual.isIntegralNumber();
            default -> actual.isObject();
          };
      check(matches, where + " is not of type " + shape.asText() + ": " + actual);
    } else if (shape.isArray()) {
      check(actual.isArray() && !actual.isEmpty(), where + " is not a list: " + actual);
      actual.forEach(item -> match(where + "[]", shape.get(0), item));
    } else {
      check(actual.isObject(), where + " is not an object: " + actual);
      for (Map.Entry<String, JsonNode> field : Manifest.fields(shape).entrySet()) {
        String name = field.getKey().replace("?", "");
        if (actual.has(name)) {
          match(where + "." + name, field.getValue(), actual.get(name));
        } else {
          check(field.getKey().endsWith("?"), where + " lacks " + name);
        }
      }
      Manifest.fields(actual)
          .keySet()
          .forEach(name ->
              check(shape.has(name) || shape.has(name + "?"), where + " has unknown " + name));
    }
  }

  private static void check(boolean holds, String failure) {
    if (!holds) {
      throw new AssertionError(failure);
    }
  }

  private static JsonNode read() {
    try {
      return Chart.YAML.readTree(Chart.read(Path.of("src/test/resources/chart/crds.yaml")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
