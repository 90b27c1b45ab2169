package io.github.echosounder.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.echosounder.chart.ValuesFile.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * values.schema.json: what a value may be, written by hand. Derived are the descriptions, which are
 * the comments of values.yaml; the definitions {@code kubernetes.*}, which are Kubernetes' own; and
 * what is required, since Helm takes a value away where somebody sets it to null.
 */
final class ValuesSchema {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode root;

  private ValuesSchema(ObjectNode root) {
    this.root = root;
  }

  static ValuesSchema of(String json) {
    try {
      return new ValuesSchema((ObjectNode) JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The keys of all properties, but for what lies inside of a free-form value. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    collect("", root, keys);
    keys.remove("global");
    return keys;
  }

  private static void collect(String prefix, JsonNode schema, List<String> into) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      into.add(prefix + property.getKey());
      if (isClosed(property.getValue())) {
        collect(prefix + property.getKey() + ".", property.getValue(), into);
      }
    }
  }

  private static boolean isClosed(JsonNode schema) {
    return schema.path("additionalProperties").isBoolean();
  }

  /** The schema with its derived parts made anew. */
  String derive(ValuesFile values) {
    ObjectNode derived = root.deepCopy();
    for (Value value : values.values()) {
      String pointer = "/properties/" + String.join("/properties/", value.path());
      if (derived.at(pointer) instanceof ObjectNode schema) {
        describe(schema, value.comment());
      }
    }
    require(values, List.of(), derived);
    ObjectNode definitions = (ObjectNode) derived.path("definitions");
    definitions.propertyStream().map(Map.Entry::getKey).toList().stream()
        .filter(name -> name.startsWith(KubernetesSchema.PREFIX))
        .forEach(definitions::remove);
    definitions.setAll(KubernetesSchema.definitions(derived.findValuesAsText("$ref")));
    try {
      return JSON.writeValueAsString(derived) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An object or a list that is gone is an empty one, unless its own schema requires something. */
  private void require(ValuesFile values, List<String> path, ObjectNode schema) {
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Value value : values.below(path)) {
      String key = value.path().get(value.path().size() - 1);
      if (schema.path("properties").get(key) instanceof ObjectNode property) {
        boolean isSection = !values.below(value.path()).isEmpty();
        if (isSection) {
          require(values, value.path(), property);
        }
        JsonNode standard = value.defaultValue();
        boolean isScalar = standard.isValueNode() && !standard.isNull();
        if (isSection || isScalar || resolved(property).has("required")) {
          required.add(key);
        }
      }
    }
    schema.remove("required");
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
  }

  private JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : root.at(reference.substring(1));
  }

  private static void describe(ObjectNode schema, String comment) {
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    rest.setAll(schema);
    rest.remove("description");
    schema.removeAll();
    schema.put("description", comment);
    schema.setAll(rest);
  }
}
