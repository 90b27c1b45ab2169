package io.github.echosounder.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** values.yaml, read together with its comments: the one place where a value is described. */
final class ValuesFile {

  /**
   * A documented value.
   *
   * @param section the last "##" heading above it
   * @param path its keys from the root
   */
  record Value(String section, List<String> path, String comment, JsonNode defaultValue) {

    String key() {
      return String.join(".", path);
    }
  }

  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z0-9]+):(.*)$");

  private final List<Value> values = new ArrayList<>();

  private ValuesFile() {}

  static ValuesFile of(Path file) {
    try {
      String text = Chart.read(file);
      ValuesFile parsed = new ValuesFile();
      parsed.read(text.lines().toList(), Chart.YAML.readTree(text));
      return parsed;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  List<Value> values() {
    return List.copyOf(values);
  }

  /** The documented values right below this path. */
  List<Value> below(List<String> path) {
    return values.stream()
        .filter(v -> v.path().size() == path.size() + 1)
        .filter(v -> v.path().subList(0, path.size()).equals(path))
        .toList();
  }

  private void read(List<String> lines, JsonNode root) {
    String section = "";
    List<String> comment = new ArrayList<>();
    List<String> path = new ArrayList<>();
    for (String line : lines) {
      String trimmed = line.strip();
      Matcher key = KEY.matcher(line);
      if (trimmed.startsWith("## ")) {
        section = trimmed.substring(3);
      } else if (trimmed.startsWith("#")) {
        comment.add(trimmed.substring(1).strip());
      } else if (trimmed.isEmpty()) {
        comment.clear();
      } else if (key.matches() && isMember(path, key.group(1).length() / 2, comment)) {
        path = new ArrayList<>(path.subList(0, key.group(1).length() / 2));
        path.add(key.group(2));
        String pointer = "/" + String.join("/", path);
        values.add(
            new Value(section, List.copyOf(path), String.join(" ", comment), root.at(pointer)));
        comment.clear();
      }
    }
  }

  /**
   * A key without a comment is content of the documented value above it, unless it is at the root.
   */
  private static boolean isMember(List<String> path, int depth, List<String> comment) {
    return depth == 0 || (!comment.isEmpty() && depth <= path.size());
  }
}
