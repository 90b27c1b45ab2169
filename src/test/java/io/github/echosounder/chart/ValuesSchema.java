package io.github.echosounder.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.echosounder.chart.ValuesFile.Value;
import java.util.List;

/**
 * values.schema.json, derived from values.yaml: an unknown key or a wrong type stops an install.
 */
final class ValuesSchema {

  /** What Quarkus reads as a duration, and the templates can add up. */
  static final String DURATION = "^[0-9]+(ms|s|m|h)$";

  /** What Quarkus reads as a size of memory. */
  static final String MEMORY = "^[0-9]+[KMG]?$";

  private final ValuesFile file;

  ValuesSchema(ValuesFile file) {
    this.file = file;
  }

  String write() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", "Values of the Echosounder chart");
    root.setAll(members(List.of()));
    // Helm hands this to every chart that another one depends on.
    ((ObjectNode) root.get("properties")).putObject("global").put("type", "object");
    ObjectNode definitions = root.putObject("definitions");
    definitions.putObject("duration").put("type", "string").put("pattern", DURATION);
    definitions.putObject("memory").put("type", "string").put("pattern", MEMORY);
    definitions.set("alert", alert());
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root)
          + "\n";
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode alert() {
    ObjectNode alert = JsonNodeFactory.instance.objectNode();
    alert.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = alert.putObject("properties");
    properties.putObject("enabled").put("type", "boolean");
    properties.putObject("threshold").put("type", "number").put("minimum", 0);
    properties.putObject("for").put("type", "string").put("pattern", DURATION);
    properties.putObject("severity").put("type", "string").put("minLength", 1);
    return alert;
  }

  private ObjectNode members(List<String> path) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (Value value : file.below(path)) {
      properties.set(value.path().get(value.path().size() - 1), schemaOf(value));
    }
    return schema;
  }

  private ObjectNode schemaOf(Value value) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", value.comment());
    if (!file.below(value.path()).isEmpty()) {
      schema.setAll(members(value.path()));
    } else {
      schema.put("type", typeOf(value));
    }
    schema.setAll((ObjectNode) value.extra());
    return schema;
  }

  private static String typeOf(Value value) {
    JsonNode node = value.defaultValue();
    return switch (node.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case NUMBER -> node.isIntegralNumber() ? "integer" : "number";
      default -> {
        if (value.extra().has("type")) {
          yield "null";
        }
        throw new IllegalArgumentException(value.key() + " has no default; give it a type");
      }
    };
  }
}
