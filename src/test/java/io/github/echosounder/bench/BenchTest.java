package io.github.echosounder.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** `src/bench`: what it asks of others, and against what it measures. */
class BenchTest {

  private static final Path FOLDER = Path.of("src/bench");
  private static final Pattern QUARKUS = Pattern.compile("<quarkus.version>(.+)</quarkus.version>");

  @Test
  void theAutobahnSuiteIsAskedForAllItsCasesOfTheExactEcho() throws IOException {
    JsonNode config =
        new ObjectMapper().readTree(FOLDER.resolve("autobahn/fuzzingclient.json").toFile());
    assertEquals("[\"*\"]", config.path("cases").toString());
    assertEquals("[]", config.path("exclude-cases").toString());
    assertEquals("{}", config.path("exclude-agent-cases").toString());
    assertEquals(1, config.path("servers").size());
    assertEquals("ws://host:10083/ws", config.at("/servers/0/url").asText());
  }

  @Test
  void thePlainEndpointIsMeasuredOnTheQuarkusThatEchosounderHas() throws IOException {
    assertEquals(
        quarkusOf(Path.of("pom.xml")), quarkusOf(FOLDER.resolve("peers/quarkus-plain/pom.xml")));
  }

  @Test
  void whatIsStartedByNameMayBeExecuted() {
    assertTrue(Files.isExecutable(FOLDER.resolve("run")));
    assertTrue(Files.isExecutable(FOLDER.resolve("setup.sh")));
  }

  private static String quarkusOf(Path pom) throws IOException {
    Matcher version = QUARKUS.matcher(Files.readString(pom));
    assertTrue(version.find(), () -> pom + " names no version of Quarkus");
    return version.group(1);
  }
}
