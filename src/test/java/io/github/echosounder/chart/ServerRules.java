package io.github.echosounder.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of {@code server-rules.yaml}, evaluated as an API server evaluates its own. */
final class ServerRules {

  /** One sentence of the file, compiled. */
  private record Rule(String sentence, Program program) {}

  private record Group(List<String> of, List<String> at, JsonNode defaults, List<Rule> rules) {}

  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .build();

  /** CEL has integers of 64 bits only. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

  private static final List<Group> GROUPS = read();

  private ServerRules() {}

  static void accept(Manifest manifest) {
    for (Group group : GROUPS) {
      if (group.of().contains("*") || group.of().contains(manifest.type())) {
        for (String path : group.at()) {
          JsonNode copy = manifest.json().deepCopy();
          for (JsonNode self : select(List.of(copy), path)) {
            check(manifest + " " + path, group, self);
          }
        }
      }
    }
  }

  private static void check(String where, Group group, JsonNode self) {
    Manifest.fields(group.defaults())
        .forEach((path, defaults) -> select(List.of(self), path).forEach(at -> fill(at, defaults)));
    Object value;
    try {
      value = JSON.treeToValue(self, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(where, e);
    }
    for (Rule rule : group.rules()) {
      Object holds;
      try {
        holds = rule.program().eval(Map.of("self", value));
      } catch (CelEvaluationException e) {
        holds = e.getMessage();
      }
      if (!Boolean.TRUE.equals(holds)) {
        throw new AssertionError(where + ": " + rule.sentence() + " (" + holds + "): " + self);
      }
    }
  }

  private static void fill(JsonNode object, JsonNode defaults) {
    Manifest.fields(defaults)
        .forEach((name, value) -> {
          if (!object.has(name)) {
            ((ObjectNode) object).set(name, value);
          }
        });
  }

  /** What a path leads to; {@code []} behind a name goes through a list, a dot alone is all. */
  private static List<JsonNode> select(List<JsonNode> from, String path) {
    List<JsonNode> nodes = from;
    if (path.equals(".")) {
      return nodes;
    }
    for (String step : path.split("\\.", -1)) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : nodes) {
        JsonNode child = node.path(step.replace("[]", ""));
        if (step.endsWith("[]")) {
          child.forEach(next::add);
        } else if (!child.isMissingNode()) {
          next.add(child);
        }
      }
      nodes = next;
    }
    return nodes;
  }

  private static List<Group> read() {
    List<Group> groups = new ArrayList<>();
    try {
      Path file = Path.of("src/test/resources/chart/server-rules.yaml");
      for (JsonNode group : Chart.YAML.readTree(Chart.read(file))) {
        List<Rule> rules = new ArrayList<>();
        for (Map.Entry<String, JsonNode> rule : group.path("rules").properties()) {
          rules.add(new Rule(rule.getKey(), compile(rule.getValue().asText())));
        }
        groups.add(
            new Group(
                Manifest.strings(group.path("of")),
                Manifest.strings(group.path("at")),
                group.path("defaults"),
                rules));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return groups;
  }

  private static Program compile(String expression) {
    try {
      return CEL.createProgram(CEL.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException(expression, e);
    }
  }
}
