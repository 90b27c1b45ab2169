package io.github.echosounder.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Response;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an Echosounder tells more than others, under the same prefix as its echo. */
final class Echosounder {

  /** The header with the id of the connection. */
  static final String CONNECTION = "Echosounder-Connection";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ENDPOINTS =
      List.of("/ws/inspect", "/ws/stream", "/ws/sink", "/ws/refuse", "/ws", "/");

  /** An instance that does not know an id is one of several: so often another one is asked. */
  private static final int ASKED = 40;

  private static final long PAUSE_MILLIS = 50;

  private final Path path;

  Echosounder(Path path) {
    this.path = path;
  }

  /** Where its endpoints and resources begin. */
  static String prefix(String path) {
    for (String endpoint : ENDPOINTS) {
      if (path.endsWith(endpoint)) {
        return path.substring(0, path.length() - endpoint.length());
      }
    }
    return path;
  }

  String target(String below) {
    return prefix(path.address().path()) + below;
  }

  /** Inspect, with the knobs of the URL by which the two are to grant alike. */
  String inspect() {
    String target = path.address().target();
    String query = target.substring(path.address().path().length());
    String knobs =
        Arrays.stream(query.substring(Math.min(1, query.length())).split("&", -1))
            .filter(knob -> knob.matches("(compress|pong|subprotocol)=.*"))
            .collect(Collectors.joining("&"));
    return target("/ws/inspect") + (knobs.isEmpty() ? "" : "?" + knobs);
  }

  @Nullable Server server() throws InterruptedException {
    JsonNode info = ask("/api/info");
    return info.path("version").isTextual()
        ? new Server(info.path("name").asText("echosounder"), info.path("version").asText())
        : null;
  }

  private JsonNode ask(String below) throws InterruptedException {
    try {
      Response response = path.get(target(below));
      return response.status() == 200 ? read(response.body()) : MissingNode.getInstance();
    } catch (OpeningException | BrokenException unanswered) {
      return MissingNode.getInstance();
    }
  }

  /** Missing where it is no JSON. */
  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      return MissingNode.getInstance();
    }
  }

  /**
   * What it knows of a connection once that has ended, whichever instance answers; missing where
   * none does. Waits a moment for the end.
   */
  JsonNode account(BlockingConnection connection) throws InterruptedException {
    return account(connection, account -> account.path("state").asText().equals("ended"));
  }

  /** The same as it is now, without waiting for an end. */
  JsonNode accountNow(BlockingConnection connection) throws InterruptedException {
    return account(connection, account -> true);
  }

  private JsonNode account(BlockingConnection connection, Predicate<JsonNode> isEnough)
      throws InterruptedException {
    String id = connection.response().value(CONNECTION);
    JsonNode account = MissingNode.getInstance();
    long end = System.nanoTime() + path.timeout().toNanos();
    for (int i = 0; i < ASKED && !id.isEmpty() && System.nanoTime() < end; i++) {
      JsonNode answer = ask("/api/connections/" + id);
      if (!answer.isMissingNode()) {
        account = answer;
        if (isEnough.test(account)) {
          return account;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return account;
  }

  /** On which way a Close lost its code. */
  String whoReplacedClose(BlockingConnection connection, int sent) throws InterruptedException {
    for (JsonNode frame : account(connection).path("verdict").path("closeFrames")) {
      if (frame.path("direction").asText().equals("received")) {
        return frame.path("code").asInt() == sent
            ? "the server received " + sent + " and something on the way back replaced the answer."
            : "the server received "
                + frame.path("code").asInt()
                + ", so something on the way there replaced it.";
      }
    }
    return "something between this client and the server, which got no Close, answered in its place.";
  }
}
