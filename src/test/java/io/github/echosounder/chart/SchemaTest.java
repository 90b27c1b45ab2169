package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a value may be: each is refused where it is of another type than its default, or just beyond
 * what it may be, as bounds.csv has it. That Helm asks the schema is shown by {@link GuardsTest}.
 */
class SchemaTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(Chart.read(Chart.SOURCE.resolve("values.schema.json")));

  private static final Pattern REPEATED = Pattern.compile("a\\{(\\d+)}");

  static Stream<ValuesFile.Value> values() {
    return ValuesFile.of(Chart.SOURCE.resolve("values.yaml")).values().stream();
  }

  @Test
  void theDefaultsAreTaken() {
    assertEquals(Set.of(), SCHEMA.validate(Chart.defaults()));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueOfAnotherTypeIsRefused(ValuesFile.Value value) throws Exception {
    for (String wrong : ofOtherTypes(value.defaultValue())) {
      assertRefused(value.key(), Chart.YAML.readTree(wrong));
    }
  }

  private static List<String> ofOtherTypes(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> List.of("'true'", "1", "[]");
      case NUMBER, NULL -> List.of("a", "1.5", "true", "[]");
      // A percentage may be a count as well.
      case STRING -> List.of(value.asText().endsWith("%") ? "1.5" : "5", "true", "[]", "{}");
      case ARRAY -> List.of("a", "{a: b}", "[true]");
      case OBJECT -> List.of("a", "[]", "{unknownKey: 5}");
      default -> throw new AssertionError(value.toString());
    };
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/chart/bounds.csv", delimiter = '|', quoteCharacter = '`')
  void aValueJustBeyondItsBoundIsRefusedAndOneWithinIsTaken(
      String key, String beyond, String within) throws Exception {
    assertRefused(key, Chart.YAML.readTree(repeated(beyond)));
    assertEquals(Set.of(), messages(key, Chart.YAML.readTree(repeated(within))));
  }

  private static String repeated(String text) {
    return REPEATED.matcher(text).replaceAll(found -> "a".repeat(Integer.parseInt(found.group(1))));
  }

  private static void assertRefused(String key, JsonNode value) {
    Set<ValidationMessage> messages = messages(key, value);
    String said = messages.toString();
    assertTrue(said.contains(key), key + ": " + value + " is not refused, but " + said);
  }

  /** What the schema says where this is set, beside the defaults. */
  private static Set<ValidationMessage> messages(String key, JsonNode value) {
    ObjectNode all = (ObjectNode) Chart.defaults();
    List<String> steps = new ArrayList<>(List.of(key.split("\\.", -1)));
    String last = steps.remove(steps.size() - 1);
    ObjectNode parent = all;
    for (String step : steps) {
      parent = (ObjectNode) parent.get(step);
    }
    if (parent.get(last) instanceof ObjectNode known && value instanceof ObjectNode more) {
      known.setAll(more);
    } else {
      parent.set(last, value);
    }
    return SCHEMA.validate(all);
  }
}
