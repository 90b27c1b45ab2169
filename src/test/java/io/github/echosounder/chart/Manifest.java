package io.github.echosounder.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One object of a rendering. */
record Manifest(JsonNode json) {

  String kind() {
    return json.path("kind").asText();
  }

  String type() {
    return json.path("apiVersion").asText() + "/" + kind();
  }

  String name() {
    return json.path("metadata").path("name").asText();
  }

  /** The node at a JSON pointer; missing nodes are allowed, to ask whether a field is left out. */
  JsonNode at(String pointer) {
    return json.at(pointer);
  }

  String text(String pointer) {
    JsonNode node = json.at(pointer);
    if (node.isMissingNode()) {
      throw new AssertionError("no " + pointer + " in " + json.toPrettyString());
    }
    return node.asText();
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }

  /** The one object of a kind. */
  static Manifest only(List<Manifest> all, String kind) {
    List<Manifest> found = all(all, kind);
    if (found.size() != 1) {
      throw new AssertionError("expected one " + kind + " among " + all);
    }
    return found.get(0);
  }

  static List<Manifest> all(List<Manifest> all, String kind) {
    return all.stream().filter(m -> m.kind().equals(kind)).toList();
  }

  static boolean has(List<Manifest> all, String kind) {
    return !all(all, kind).isEmpty();
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  static List<String> strings(JsonNode array) {
    return list(array).stream().map(JsonNode::asText).toList();
  }

  /** The entries of an array, by a field that names them. */
  static JsonNode named(JsonNode array, String name) {
    return list(array).stream()
        .filter(item -> item.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + array));
  }

  static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
    return fields;
  }
}
