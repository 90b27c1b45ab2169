package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is derived from values.yaml has not drifted from it. With {@code -Dchart.rewrite=true} the
 * derived files are written instead.
 */
class ChartDocsTest {

  private static final Path SCHEMA = Chart.SOURCE.resolve("values.schema.json");
  private static final ValuesFile VALUES = ValuesFile.of(Chart.SOURCE.resolve("values.yaml"));

  @Test
  void theSchemaDescribesTheValuesInTheirOwnWordsAndKubernetesTypesInKubernetes()
      throws IOException {
    isDerived(SCHEMA, ValuesSchema.of(Chart.read(SCHEMA)).derive(VALUES));
  }

  @Test
  void everyValueHasASchemaAndEverySchemaAValue() {
    assertEquals(
        VALUES.values().stream().map(ValuesFile.Value::key).toList(),
        ValuesSchema.of(Chart.read(SCHEMA)).keys());
  }

  @Test
  void theDefaultsSatisfyTheSchema() {
    assertFalse(Chart.render("").isEmpty());
  }

  @Test
  void theValuesReadWithoutASchemaInTheWay() {
    assertFalse(Chart.read(Chart.SOURCE.resolve("values.yaml")).contains("@schema"));
  }

  @Test
  void theTablesOfTheReadmeAreDerivedFromTheValues() throws IOException {
    Path readme = Chart.SOURCE.resolve("README.md");
    isDerived(readme, ValuesTable.rewrite(Chart.read(readme), VALUES));
  }

  @Test
  void everyValueIsDescribed() {
    assertTrue(VALUES.values().size() > 50, "so few values: is the file still read?");
    for (ValuesFile.Value value : VALUES.values()) {
      assertFalse(value.comment().isBlank(), value.key() + " has no comment");
      assertTrue(value.comment().endsWith("."), value.key() + ": a comment is a sentence");
    }
  }

  @Test
  void theAppVersionIsThatOfThePom() throws IOException {
    String pom = Chart.read(Path.of("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<artifactId>echosounder</artifactId>\\s*", "");
    version = version.substring("<version>".length(), version.indexOf("</version>"));
    String chart = Chart.read(Chart.SOURCE.resolve("Chart.yaml"));
    assertEquals(version, Chart.YAML.readTree(chart).path("appVersion").asText());
  }

  private static void isDerived(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("chart.rewrite")) {
      Files.writeString(file, expected);
    }
    assertEquals(
        expected,
        Chart.read(file),
        file + " differs from values.yaml; ./mvnw test -Dtest=ChartDocsTest -Dchart.rewrite=true");
  }
}
