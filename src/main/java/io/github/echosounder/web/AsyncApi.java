package io.github.echosounder.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.behaviour.Endpoints.Endpoint;
import io.github.echosounder.behaviour.Knob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The WebSocket endpoints as an AsyncAPI 3.0.0 document, made from the tables that the server
 * itself goes by: a channel for each endpoint, and its knobs as the query of the WebSocket binding.
 */
final class AsyncApi {

  private static final String BINDING_VERSION = "0.1.0";
  private static final List<String> MESSAGES = List.of("text", "binary");
  private static final String INSPECT_SCHEMA = "/schemas/inspect.schema.json";
  private static final String INSPECTION = "inspection";

  private final String root;
  private final boolean isKnobsOn;

  /**
   * For one server.
   *
   * @param root the path that everything is served from, without a slash at its end
   */
  AsyncApi(String root, boolean isKnobsOn) {
    this.root = root;
    this.isKnobsOn = isKnobsOn;
  }

  Map<String, Object> document(String version) {
    Map<String, Object> channels = new LinkedHashMap<>();
    Map<String, Object> operations = new LinkedHashMap<>();
    for (Endpoint endpoint : Endpoints.ALL) {
      String id = id(endpoint);
      channels.put(id, channel(endpoint));
      if (isOpening(endpoint)) {
        operations.put(id + "-receive", operation("receive", id, MESSAGES));
        operations.put(id + "-send", operation("send", id, sent(endpoint)));
      }
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asyncapi", "3.0.0");
    document.put("info", info(version));
    document.put("channels", channels);
    document.put("operations", operations);
    document.put(
        "components",
        Map.of("schemas", Map.of(INSPECTION, schema(INSPECT_SCHEMA)), "messages", messages()));
    return document;
  }

  private static Map<String, Object> info(String version) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", "Echosounder");
    info.put("version", version);
    info.put(
        "description",
        "A WebSocket echo service that shows what the network does to WebSockets (RFC 6455)."
            + " A query that is not as described here is refused with 400 and a problem document"
            + " (RFC 9457).");
    info.put("license", Map.of("name", "Apache-2.0"));
    return info;
  }

  /** `/` is `root`, `/ws/stream` is `ws-stream`. */
  private static String id(Endpoint endpoint) {
    String path = endpoint.path().substring(1);
    return path.isEmpty() ? "root" : path.replace('/', '-');
  }

  private static boolean isOpening(Endpoint endpoint) {
    return endpoint.kind() != Endpoints.Kind.REFUSAL;
  }

  private Map<String, Object> channel(Endpoint endpoint) {
    Map<String, Object> channel = new LinkedHashMap<>();
    channel.put("address", root + endpoint.path());
    channel.put("description", description(endpoint));
    if (isOpening(endpoint)) {
      Map<String, Object> messages = new LinkedHashMap<>();
      Stream.concat(MESSAGES.stream(), sent(endpoint).stream())
          .distinct()
          .forEach(name -> messages.put(name, reference("/components/messages/" + name)));
      channel.put("messages", messages);
    }
    Map<String, Object> binding = new LinkedHashMap<>();
    binding.put("method", "GET");
    binding.put("query", query(endpoint));
    binding.put("bindingVersion", BINDING_VERSION);
    channel.put("bindings", Map.of("ws", binding));
    return channel;
  }

  private static boolean isInspection(Endpoint endpoint) {
    return endpoint.kind() == Endpoints.Kind.INSPECTION;
  }

  private static List<String> sent(Endpoint endpoint) {
    return isInspection(endpoint) ? List.of(INSPECTION) : MESSAGES;
  }

  private static String description(Endpoint endpoint) {
    return isInspection(endpoint)
        ? endpoint.description()
            + ", each as a JSON text of the schema #/components/schemas/"
            + INSPECTION
            + "; of a message in more than 1,000 frames, frameCount tells how many there were and"
            + " framesLeftOut how many of them are not listed"
        : endpoint.description();
  }

  private Map<String, Object> query(Endpoint endpoint) {
    Map<String, Object> knobs = new LinkedHashMap<>();
    for (Knob<?> knob : Knob.at(endpoint.path())) {
      if (isKnobsOn || knob == Knob.LABEL) {
        knobs.put(knob.name(), value(knob));
      }
    }
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("type", "object");
    query.put("properties", knobs);
    query.put("additionalProperties", false);
    return query;
  }

  private static Map<String, Object> value(Knob<?> knob) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("type", "string");
    String beside = knob.besideOthers() == null ? "" : "; " + knob.besideOthers();
    value.put(
        "description",
        knob.effect()
            + "; allowed: "
            + knob.form().allowed()
            + "; as in ?"
            + knob.example()
            + beside);
    return value;
  }

  private static Map<String, Object> operation(
      String action, String channel, List<String> messages) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("action", action);
    operation.put("channel", reference("/channels/" + channel));
    operation.put(
        "messages",
        messages.stream()
            .map(name -> reference("/channels/" + channel + "/messages/" + name))
            .toList());
    return operation;
  }

  private static Map<String, Object> messages() {
    Map<String, Object> messages = new LinkedHashMap<>();
    messages.put(
        "text",
        message("A text message: UTF-8", "text/plain; charset=utf-8", Map.of("type", "string")));
    messages.put(
        "binary",
        message(
            "A binary message",
            "application/octet-stream",
            Map.of("type", "string", "format", "binary")));
    messages.put(
        INSPECTION,
        message(
            "What arrived, as a text message",
            "application/json",
            reference("/components/schemas/" + INSPECTION)));
    return messages;
  }

  private static Object schema(String resource) {
    try (InputStream file = Objects.requireNonNull(AsyncApi.class.getResourceAsStream(resource))) {
      return new ObjectMapper().readValue(file, Object.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> message(
      String title, String contentType, Map<String, Object> payload) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("title", title);
    message.put("contentType", contentType);
    message.put("payload", payload);
    return message;
  }

  private static Map<String, Object> reference(String to) {
    return Map.of("$ref", "#" + to);
  }
}
