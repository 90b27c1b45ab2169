package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  @Test
  void whatArtifactHubShowsIsOfThisRepository() throws IOException {
    JsonNode chart = Chart.YAML.readTree(Chart.read(Chart.SOURCE.resolve("Chart.yaml")));
    for (String field : List.of("home", "icon")) {
      isOfThisRepository(chart.path(field).asText());
    }
    Manifest.strings(chart.path("sources")).forEach(ChartDocsTest::isOfThisRepository);
    JsonNode annotations = chart.path("annotations");
    for (JsonNode link : Chart.YAML.readTree(annotations.path("artifacthub.io/links").asText())) {
      isOfThisRepository(link.path("url").asText());
    }
    JsonNode image = Chart.YAML.readTree(annotations.path("artifacthub.io/images").asText());
    assertEquals(
        RenderedChartTest.container(Chart.render("")).path("image").asText(),
        image.at("/0/image").asText());
    assertFalse(chart.at("/maintainers/0/name").asText().isEmpty());
  }

  /** And where it is a file of it, that file exists. */
  private static void isOfThisRepository(String url) {
    String file =
        url.replaceFirst("^https://raw\\.githubusercontent\\.com/echosounder/echosounder/main/", "")
            .replaceFirst("^https://github\\.com/echosounder/echosounder(/blob/main/)?", "");
    assertTrue(Files.exists(Path.of(file)), url);
  }

  /** A link in the chart's documents that names a file of the repository leads to one. */
  @Test
  void aLinkToAFileLeadsToOne() {
    List<String> documents =
        List.of(
            "README.md",
            "docs/blackbox.md",
            "docs/load.md",
            "docs/proxies.md",
            "docs/runbook.md",
            "docs/scale.md");
    for (String document : documents) {
      Path file = Chart.SOURCE.resolve(document);
      Matcher link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Chart.read(file));
      while (link.find()) {
        assertTrue(
            Files.exists(file.resolveSibling(link.group(1))), document + ": " + link.group());
      }
    }
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
