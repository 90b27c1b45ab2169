package io.github.echosounder.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.drain.RehearsalAllowed;
import io.github.echosounder.session.Cause;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** `GET /api/openapi.json`: what it says of each resource is what the resource does. */
@QuarkusTest
@TestProfile(RehearsalAllowed.class)
class OpenApiTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** With the id of one that there is. */
  private static final String CONNECTION = "/api/connections/";

  private static final String REFUSAL = "/api/refusals/";

  /** A request for every answer that is documented. */
  private static final List<Exchange> EXCHANGES =
      List.of(
          new Exchange("GET", "/", 200, "/", ""),
          new Exchange("GET", "/", 304, "/", "If-None-Match: *"),
          new Exchange("GET", "/", 412, "/", "If-Match: \"other\""),
          new Exchange("GET", "/demo.html", 200, "/demo.html", ""),
          new Exchange("GET", "/demo.html", 304, "/demo.html", "If-None-Match: *"),
          new Exchange("GET", "/demo.html", 412, "/demo.html", "If-Match: \"other\""),
          new Exchange("GET", "/page/{name}", 200, "/page/app.js", ""),
          new Exchange("GET", "/page/{name}", 304, "/page/app.js", "If-None-Match: *"),
          new Exchange("GET", "/page/{name}", 404, "/page/absent.js", ""),
          new Exchange("GET", "/page/{name}", 412, "/page/app.js", "If-Match: \"other\""),
          new Exchange("GET", "/page/{version}/{name}", 200, "/page/0123456789abcdef/app.js", ""),
          new Exchange(
              "GET",
              "/page/{version}/{name}",
              304,
              "/page/0123456789abcdef/app.js",
              "If-None-Match: *"),
          new Exchange(
              "GET", "/page/{version}/{name}", 404, "/page/0123456789abcdef/absent.js", ""),
          new Exchange(
              "GET",
              "/page/{version}/{name}",
              412,
              "/page/0123456789abcdef/app.js",
              "If-Match: \"other\""),
          new Exchange("GET", "/metrics", 200, "/metrics", ""),
          new Exchange("GET", "/api/info", 200, "/api/info", ""),
          new Exchange("GET", "/api/info", 406, "/api/info", "Accept: text/html"),
          new Exchange("GET", "/api/asyncapi.json", 200, "/api/asyncapi.json", ""),
          new Exchange("GET", "/api/asyncapi.json", 406, "/api/asyncapi.json", "Accept: text/html"),
          new Exchange("GET", "/api/openapi.json", 200, "/api/openapi.json", ""),
          new Exchange("GET", "/api/openapi.json", 406, "/api/openapi.json", "Accept: text/html"),
          new Exchange("GET", "/api/connections/{id}", 200, CONNECTION, ""),
          new Exchange("GET", "/api/connections/{id}", 404, "/api/connections/unknown", ""),
          new Exchange("GET", "/api/connections/{id}", 406, CONNECTION, "Accept: text/html"),
          new Exchange("GET", "/api/refusals/{id}", 200, REFUSAL, ""),
          new Exchange("GET", "/api/refusals/{id}", 404, "/api/refusals/unknown", ""),
          new Exchange("GET", "/api/refusals/{id}", 406, REFUSAL, "Accept: text/html"),
          new Exchange("GET", "/api/connections", 200, "/api/connections?label=none-such", ""),
          new Exchange("GET", "/api/connections", 400, "/api/connections?label=short", ""),
          new Exchange("GET", "/api/connections", 403, "/api/connections", ""),
          new Exchange("GET", "/api/connections", 406, "/api/connections", "Accept: text/html"),
          new Exchange("GET", "/api/refusals", 200, "/api/refusals?label=none-such", ""),
          new Exchange("GET", "/api/refusals", 400, "/api/refusals?label=short", ""),
          new Exchange("GET", "/api/refusals", 403, "/api/refusals", ""),
          new Exchange("GET", "/api/refusals", 406, "/api/refusals", "Accept: text/html"),
          new Exchange("GET", "/api/drain", 200, "/api/drain", ""),
          new Exchange("GET", "/api/drain", 406, "/api/drain", "Accept: text/html"),
          new Exchange("POST", "/api/drain", 403, "/api/drain", "Sec-Fetch-Site: cross-site"),
          new Exchange("POST", "/api/drain", 406, "/api/drain", "Accept: text/html"),
          // Last, since the second needs the first to be under way.
          new Exchange("POST", "/api/drain", 202, "/api/drain", ""),
          new Exchange("POST", "/api/drain", 409, "/api/drain", ""));

  /**
   * An answer, and a request for it.
   *
   * @param path as documented
   * @param header a line, or empty
   */
  private record Exchange(String method, String path, int status, String target, String header) {

    String answer() {
      return method + " " + path + " " + status;
    }
  }

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI server;

  private JsonNode document() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/openapi.json")).build();
    HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void itSaysWhatItIsOf() throws Exception {
    JsonNode info = document().path("info");
    assertEquals("Echosounder", info.path("title").asText());
    assertTrue(info.path("version").asText().matches("\\d+\\.\\d+\\.\\d+.*"), info.toString());
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
  void eachAnswerThatIsDocumentedIsShownAndNoOther() throws Exception {
    List<String> documented = new ArrayList<>();
    for (var path : document().path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        for (var response : method.getValue().path("responses").properties()) {
          documented.add(
              method.getKey().toUpperCase(Locale.ROOT)
                  + " "
                  + path.getKey()
                  + " "
                  + response.getKey());
        }
      }
    }
    assertEquals(
        new TreeSet<>(EXCHANGES.stream().map(Exchange::answer).toList()),
        new TreeSet<>(documented));
  }

  @Test
  void eachAnswerIsGivenAsDocumented() throws Exception {
    JsonNode document = document();
    Target target = new Target(server.getHost(), server.getPort(), false);
    HttpRequest refused = HttpRequest.newBuilder(server.resolve("/ws")).build();
    String refusal =
        CLIENT
            .send(refused, BodyHandlers.ofString())
            .headers()
            .firstValue("Echosounder-Request")
            .orElseThrow();
    // Keeps the rehearsal going.
    try (Peer amid = Peer.open(RawSocket.connect(target), Handshake.to("/ws"), false)) {
      amid.send(ClientFrame.text("half a message").unfinished());
      amid.fragment();
      for (Exchange exchange : EXCHANGES) {
        HttpResponse<String> answer =
            send(exchange, amid.head().only("Echosounder-Connection"), refusal);
        assertEquals(exchange.status(), answer.statusCode(), exchange.answer());
        assertType(document, exchange, answer);
      }
    }
  }

  @Test
  void aConnectionIsDescribedAsItsSchemaHasIt() throws Exception {
    JsonNode schemas = document().at("/components/schemas");
    try (InputStream file = getClass().getResourceAsStream("/schemas/connection.schema.json")) {
      JsonNode schema = new ObjectMapper().readTree(file);
      JsonNode parts = schema.at("/$defs");
      assertProperties(schema, schemas.get("Account"));
      assertProperties(parts.get("closing"), schemas.get("Closing"));
      assertProperties(parts.get("verdict"), schemas.get("End"));
      assertProperties(parts.get("closeFrame"), schemas.get("CloseFrame"));
      assertProperties(parts.get("direction"), schemas.get("Direction"));
      assertProperties(parts.get("roundTrips"), schemas.get("Pings"));
      assertEquals(schema.at("/properties/state/enum"), schemas.at("/State/enum"));
      assertEquals(parts.at("/cause/enum"), schemas.at("/End/properties/cause/enum"));
      assertEquals(
          parts.at("/verdict/properties/initiator/enum"),
          schemas.at("/End/properties/initiator/enum"));
      List<String> causes = new ArrayList<>();
      parts.at("/cause/enum").forEach(cause -> causes.add(cause.asText()));
      assertEquals(Stream.of(Cause.values()).map(Cause::label).toList(), causes);
    }
  }

  @Test
  void aRefusalWithoutALabelIsAsDescribed() throws Exception {
    JsonNode label = document().at("/components/schemas/RefusalAccount/properties/label/type");
    assertTrue(label.toString().contains("\"null\""), label.toString());
  }

  private static void assertProperties(JsonNode expected, JsonNode documented) {
    List<String> names = new ArrayList<>();
    expected.get("properties").fieldNames().forEachRemaining(names::add);
    List<String> found = new ArrayList<>();
    documented.get("properties").fieldNames().forEachRemaining(found::add);
    assertEquals(new TreeSet<>(names), new TreeSet<>(found));
  }

  private HttpResponse<String> send(Exchange exchange, String connection, String refusal)
      throws IOException, InterruptedException {
    String target =
        switch (exchange.target()) {
          case CONNECTION -> CONNECTION + connection;
          case REFUSAL -> REFUSAL + refusal;
          default -> exchange.target();
        };
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(target))
            .method(exchange.method(), BodyPublishers.noBody());
    int colon = exchange.header().indexOf(':');
    if (colon > 0) {
      request.header(exchange.header().substring(0, colon), exchange.header().substring(colon + 2));
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  /** The answer has a type that is documented, where any is. */
  private static void assertType(
      JsonNode document, Exchange exchange, HttpResponse<String> answer) {
    JsonNode response =
        document
            .path("paths")
            .path(exchange.path())
            .path(exchange.method().toLowerCase(Locale.ROOT))
            .path("responses")
            .path(Integer.toString(exchange.status()));
    if (response.has("$ref")) {
      response = document.at(response.path("$ref").asText().substring(1));
    }
    List<String> types = new ArrayList<>();
    response.path("content").fieldNames().forEachRemaining(types::add);
    if (!types.isEmpty()) {
      String type = answer.headers().firstValue("Content-Type").orElse("");
      assertTrue(
          types.stream().anyMatch(documented -> type.startsWith(documented)),
          exchange.answer() + ": " + type + " is none of " + types);
    }
  }
}
