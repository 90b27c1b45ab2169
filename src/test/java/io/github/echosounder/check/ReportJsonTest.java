package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.echosounder.client.ToyServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What --json prints is what its schema says, and the schema knows what can be printed. */
class ReportJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode schema() throws IOException {
    try (InputStream file =
        ReportJsonTest.class.getResourceAsStream("/schemas/check.schema.json")) {
      return JSON.readTree(file);
    }
  }

  private static void expectValid(String document) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());
    assertEquals(Set.of(), schema.validate(JSON.readTree(document)), document);
  }

  @Test
  void aReportOfEachResultIsValid() throws IOException {
    try (ToyServer echo = ToyServer.echo();
        ToyServer broken = ToyServer.start(peer -> peer.readHead())) {
      for (Options options :
          List.of(
              Examined.only(StepName.TEXT), Examined.only(StepName.COMPRESSION, StepName.RTT))) {
        Report passed = Examined.by(echo.url(), options);
        Report failed = Examined.by(broken.url(), options);
        expectValid(ReportJson.of(passed));
        expectValid(ReportJson.of(failed));
        expectValid(ReportJson.of(new Comparison(failed, passed)));
      }
    }
  }

  @Test
  void anErrorInPlaceOfAReportIsValid() throws IOException {
    expectValid(ReportJson.ofError("--idle must be more than 0", 2));
  }

  @Test
  void theSchemaListsEachStepAndEachCause() throws IOException {
    JsonNode definitions = schema().path("$defs");
    List<String> steps = new ArrayList<>();
    definitions.path("step").path("enum").forEach(step -> steps.add(step.asText()));
    assertEquals(Arrays.stream(StepName.values()).map(StepName::label).toList(), steps);
    List<String> causes = new ArrayList<>();
    definitions.path("cause").path("enum").forEach(cause -> causes.add(cause.asText()));
    assertEquals(
        Arrays.stream(Cause.values()).map(Cause::label).toList(),
        causes.subList(0, causes.size() - 1));
    assertEquals("null", causes.get(causes.size() - 1));
  }

  @Test
  void whatDiffersBetweenTwoWaysNamesTheHop() {
    try (ToyServer echo = ToyServer.echo();
        ToyServer broken = ToyServer.start(peer -> peer.readHead())) {
      Comparison comparison =
          new Comparison(
              Examined.by(broken.url(), Examined.only(StepName.TEXT)),
              Examined.by(echo.url(), Examined.only(StepName.TEXT)));
      assertEquals(List.of(StepName.TEXT), comparison.differences());
      assertEquals(true, comparison.summary().contains("on the way to " + broken.url()));
      assertEquals(8, comparison.exitCode());
    }
  }

  @Test
  void whicheverWayFailsTheExitCodeAndTheCauseAreThoseOfIt() {
    try (ToyServer echo = ToyServer.echo();
        ToyServer broken = ToyServer.start(peer -> peer.readHead())) {
      Comparison comparison =
          new Comparison(
              Examined.by(echo.url(), Examined.only(StepName.TEXT)),
              Examined.by(broken.url(), Examined.only(StepName.TEXT)));
      assertEquals(8, comparison.exitCode());
      assertEquals(Cause.CUT, comparison.cause());
      assertEquals(Result.FAIL, comparison.worse());
    }
  }
}
