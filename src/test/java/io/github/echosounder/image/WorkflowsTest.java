package io.github.echosounder.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflows, where a slip would show only when a release is made. */
class WorkflowsTest {

  @ParameterizedTest
  @ValueSource(strings = {"build.yml", "release.yml"})
  void everyActionIsPinnedToAFullVersion(String workflow) {
    List<String> uses = new ArrayList<>();
    jobs(workflow).findValuesAsText("uses", uses);
    assertFalse(uses.isEmpty());
    for (String action : uses) {
      assertTrue(
          action.startsWith("./.github/workflows/") || action.matches(".+@v\\d+\\.\\d+\\.\\d+"),
          action);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"build.yml", "release.yml"})
  void everyJobEndsInBoundedTime(String workflow) {
    for (JsonNode job : jobs(workflow)) {
      assertTrue(job.has("uses") || job.path("timeout-minutes").asInt() > 0, job.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"build.yml", "release.yml"})
  void whatIsNotGrantedToAJobIsReadingAlone(String workflow) {
    JsonNode granted = read(workflow).path("permissions");
    assertEquals("{\"contents\":\"read\"}", granted.toString());
  }

  @Test
  void bothSupportedVersionsOfJavaAreVerified() {
    List<String> versions = new ArrayList<>();
    jobs("build.yml").at("/verify/strategy/matrix/java").forEach(v -> versions.add(v.asText()));
    assertEquals(List.of("17", "25"), versions);
  }

  @Test
  void nothingIsPublishedThatWasNotVerified() {
    JsonNode image = jobs("release.yml").path("image").path("needs");
    assertTrue(image.toString().contains("\"build\""));
    assertTrue(
        jobs("release.yml").path("publish-image").path("needs").toString().contains("image"));
    assertTrue(
        jobs("release.yml")
            .path("publish-chart")
            .path("needs")
            .toString()
            .contains("publish-image"));
  }

  private static JsonNode jobs(String workflow) {
    return read(workflow).path("jobs");
  }

  private static JsonNode read(String workflow) {
    try {
      return new YAMLMapper().readTree(Path.of(".github/workflows", workflow).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
