package io.github.echosounder.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.echosounder.wire.client.RawSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** What a server answers to who asks for verdicts; held to the schemas. */
public final class Asked {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonSchema CONNECTION = schema("connection");
  private static final JsonSchema REFUSAL = schema("refusal");

  private final URI server;

  public Asked(String authority) {
    server = URI.create("http://" + authority);
  }

  private static JsonSchema schema(String name) {
    try (InputStream file = Asked.class.getResourceAsStream("/schemas/" + name + ".schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path);
  }

  public HttpResponse<String> send(String method, String path) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(server.resolve(path))
              .method(method, BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  /** What is known of a connection. */
  public JsonNode connection(String id) {
    return valid(CONNECTION, ok("/api/connections/" + id));
  }

  public JsonNode refusal(String id) {
    return valid(REFUSAL, ok("/api/refusals/" + id));
  }

  public JsonNode connections(String query) {
    JsonNode list = ok("/api/connections" + query).get("connections");
    list.forEach(one -> valid(CONNECTION, one));
    return list;
  }

  public JsonNode refusals(String query) {
    JsonNode list = ok("/api/refusals" + query).get("refusals");
    list.forEach(one -> valid(REFUSAL, one));
    return list;
  }

  /** The only one of this label, when it is as it is to become. */
  public JsonNode awaitRefusal(String label, Predicate<JsonNode> condition) {
    JsonNode known = refusals("?label=" + label);
    for (int left = 1500; known.size() != 1 || !condition.test(known.get(0)); left--) {
      if (left == 0) {
        throw new AssertionError("still so: " + known);
      }
      RawSocket.pause(20);
      known = refusals("?label=" + label);
    }
    return known.get(0);
  }

  /** The same when it has ended: that is known when TCP has ended on the server's side as well. */
  public JsonNode ended(String id) {
    return await(id, known -> known.get("state").asText().equals("ended"));
  }

  /** The same when it is as it is to become. */
  public JsonNode await(String id, Predicate<JsonNode> condition) {
    JsonNode known = connection(id);
    for (int left = 1500; !condition.test(known); left--) {
      if (left == 0) {
        throw new AssertionError("still so: " + known);
      }
      RawSocket.pause(20);
      known = connection(id);
    }
    return known;
  }

  private JsonNode ok(String path) {
    HttpResponse<String> response = get(path);
    assertEquals(200, response.statusCode(), response.body());
    return json(response);
  }

  private static JsonNode valid(JsonSchema schema, JsonNode document) {
    assertEquals(Set.of(), schema.validate(document), document.toString());
    return document;
  }
}
