package io.github.echosounder.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.behaviour.Knob;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** `GET /api/asyncapi.json`: valid, and true of the server that serves it. */
@QuarkusTest
class AsyncApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI server;

  private JsonNode document() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/asyncapi.json")).build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    return JSON.readTree(answer.body());
  }

  /** The schema is the one of the npm package @asyncapi/specs. */
  private static JsonSchema schema() throws Exception {
    try (InputStream schema =
        AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    }
  }

  private static JsonNode converted(Object document) {
    return JSON.valueToTree(document);
  }

  @Test
  void theDocumentIsValid() throws Exception {
    JsonSchema schema = schema();
    assertEquals(Set.of(), schema.validate(document()));
    assertEquals(Set.of(), schema.validate(converted(new AsyncApi("/a", false).document("1"))));
  }

  @Test
  void aDocumentThatIsNotValidIsFoundOut() throws Exception {
    JsonSchema schema = schema();
    JsonNode document = JSON.readTree(document().toString().replace("\"receive\"", "\"take\""));
    assertTrue(!schema.validate(document).isEmpty());
  }

  @Test
  void eachReferenceLeadsSomewhere() throws Exception {
    JsonNode document = document();
    List<JsonNode> references = document.findValues("$ref");
    assertTrue(!references.isEmpty());
    for (JsonNode reference : references) {
      assertTrue(!document.at(reference.asText().substring(1)).isMissingNode(), reference.asText());
    }
  }

  @Test
  void eachEndpointIsAChannelWithItsKnobs() throws Exception {
    List<String> addresses = new ArrayList<>();
    for (JsonNode channel : document().path("channels")) {
      String address = channel.path("address").asText();
      addresses.add(address);
      Set<String> names = new TreeSet<>();
      channel.at("/bindings/ws/query/properties").fieldNames().forEachRemaining(names::add);
      assertEquals(new TreeSet<>(Knob.at(address).stream().map(Knob::name).toList()), names);
    }
    assertEquals(Endpoints.paths(), addresses);
  }

  @Test
  void eachChannelAnswersAHandshakeAsItSays() throws Exception {
    for (JsonNode channel : document().path("channels")) {
      boolean isOpening = channel.has("messages");
      String address = channel.path("address").asText();
      assertEquals(isOpening ? 101 : 503, status(address), address);
      assertEquals(400, status(address + "?no-knob-of-this-name=1"), address);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/below", "/below/that"})
  void addressesAreBelowTheRoot(String root) {
    JsonNode document = converted(new AsyncApi(root, true).document("1"));
    for (JsonNode channel : document.path("channels")) {
      assertTrue(channel.path("address").asText().startsWith(root + "/"));
    }
  }

  @Test
  void whereKnobsAreOffOnlyALabelIsTold() {
    for (JsonNode channel : converted(new AsyncApi("", false).document("1")).path("channels")) {
      channel
          .at("/bindings/ws/query/properties")
          .fieldNames()
          .forEachRemaining(name -> assertEquals("label", name));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDocumentHasKnobsWhereTheSettingHas(boolean isOn) {
    var config = SettingsTable.config("echosounder.knobs", "" + isOn);
    JsonNode channel =
        converted(new AsyncApiResource(config, "/", "1").document()).at("/channels/ws");
    assertEquals(isOn, channel.at("/bindings/ws/query/properties").has("delay"));
  }

  @Test
  void whatInspectSendsHasItsSchema() throws Exception {
    JsonNode document = document();
    JsonNode sent = document.at("/operations/ws-inspect-send/messages");
    assertEquals(1, sent.size());
    JsonNode message = document.at(sent.at("/0/$ref").asText().substring(1));
    message = document.at(message.path("$ref").asText().substring(1));
    JsonNode schema = document.at(message.at("/payload/$ref").asText().substring(1));
    try (InputStream file =
        AsyncApiTest.class.getResourceAsStream("/schemas/inspect.schema.json")) {
      assertEquals(JSON.readTree(file), schema);
    }
    String description = document.at("/channels/ws-inspect/description").asText();
    assertTrue(description.contains("#/components/schemas/inspection"), description);
    assertTrue(description.contains("framesLeftOut"), description);
  }

  @ParameterizedTest
  @CsvSource({
    "root, reset-after, only the first in this order acts",
    "ws, end-after, only the first in this order acts",
    "ws, stall-after, reading stops first",
    "ws, stall-after, without epoll",
    "ws, delay, the client is not read from",
    "ws, rate, the client is not read from",
    "ws-stream, rate, until-full goes before it",
    "ws-stream, until-full, whatever rate says",
    "ws-stream, count, whatever close-code says",
    "ws-stream, close-code, the Close of count is 1000",
    "ws-stream, size, at least 55 for text",
    "ws-stream, size, 16 for binary"
  })
  void aKnobIsSaidWhatComesOfItBesideOthers(String channel, String knob, String said)
      throws Exception {
    String description =
        document()
            .at("/channels/" + channel + "/bindings/ws/query/properties/" + knob + "/description")
            .asText();
    assertTrue(description.contains(said), description);
  }

  private int status(String target) {
    try (RawSocket socket =
        RawSocket.connect(new Target(server.getHost(), server.getPort(), false))) {
      socket.send(Handshake.to(target).bytes());
      return socket.readHead().status();
    }
  }
}
