package io.github.echosounder.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A version that Renovate is told to stay on is the one in use: elsewhere it would never move. */
class UpdatesTest {

  @ParameterizedTest
  @CsvSource({
    "io.quarkus.platform:**, pom.xml, <quarkus.version>(.+)</quarkus.version>",
    "eclipse-temurin, docker/Dockerfile, eclipse-temurin:(\\S+)",
    "debian, .github/workflows/build.yml, debian:(\\S+)"
  })
  void aLineThatIsKeptIsTheOneInUse(String name, Path file, String version) throws IOException {
    Matcher used = Pattern.compile(version).matcher(Files.readString(file));
    assertTrue(used.find(), version);
    String allowed = rule(name).path("allowedVersions").asText();
    String line = allowed.substring(1, allowed.length() - 1);
    assertTrue(Pattern.compile(line).matcher(used.group(1)).find(), used.group(1) + ": " + line);
  }

  private static JsonNode rule(String name) throws IOException {
    JsonNode rules =
        new ObjectMapper().readTree(Path.of(".github/renovate.json").toFile()).path("packageRules");
    for (JsonNode rule : rules) {
      if (rule.path("matchPackageNames").path(0).asText().equals(name)) {
        assertEquals(1, rule.path("matchPackageNames").size());
        return rule;
      }
    }
    throw new AssertionError("no rule for " + name);
  }
}
