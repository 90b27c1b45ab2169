package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.echosounder.PackagedJar;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The log of the packaged jar with {@code echosounder.log-format=json}. */
class JsonLogIT {

  @Test
  void everyLineIsAnObjectAndThoseOfConnectionsHaveFields() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of("ECHOSOUNDER_LOG_FORMAT", "json"),
            "echosounder.drain.routing-grace=0s",
            // Quarkus warns of this one before it has set up its log.
            "quarkus.log.levle=INFO")) {
      jar.awaitOutput("Listening on");
      String id;
      long start = System.nanoTime();
      try (Peer peer =
          Peer.open(
              RawSocket.connect(new Target("127.0.0.1", jar.port(), false)),
              Handshake.to("/ws?drop=100%25"),
              false)) {
        id = peer.head().only("Echosounder-Connection");
        peer.send(ClientFrame.text("this is not answered"));
        peer.send(ClientFrame.close(4321, "so \"it\"\nends"));
        peer.expectClose(4321);
      }
      jar.awaitOutput("closed id=" + id);
      double seconds = (System.nanoTime() - start) / 1e9;
      refuse(jar);
      jar.awaitOutput("refused endpoint=/ws");
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());

      assertTrue(jar.output().contains("quarkus.log.levle"), jar.output());
      Map<String, JsonNode> events =
          jar.output()
              .lines()
              .map(JsonLogIT::object)
              .filter(line -> line.has("event"))
              .collect(Collectors.toMap(line -> line.path("event").asText(), line -> line));
      JsonNode none = MissingNode.getInstance();
      JsonNode opened = events.getOrDefault("opened", none);
      assertEquals(id, opened.path("id").asText());
      assertEquals("/ws", opened.path("endpoint").asText());
      JsonNode closed = events.getOrDefault("closed", none);
      assertEquals(id, closed.path("id").asText());
      assertEquals(4321, closed.path("code").intValue());
      assertEquals("client", closed.path("initiator").asText());
      assertEquals("so \"it\"\nends", closed.path("reason").asText());
      assertEquals(1, closed.path("messagesIn").intValue());
      assertEquals(0, closed.path("messagesOut").asInt(-1));
      double age = closed.path("ageSeconds").doubleValue();
      assertTrue(age > 0 && age <= seconds, age + " within " + seconds);
      JsonNode refused = events.getOrDefault("refused", none);
      assertEquals(426, refused.path("status").intValue());
      assertTrue(refused.path("peer").asText().startsWith("127.0.0.1:"), refused.toString());
      assertTrue(
          refused.path("reason").asText().startsWith("Sec-WebSocket-Version is '7%22';"),
          refused.toString());
    }
  }

  private static void refuse(PackagedJar jar) {
    try (RawSocket socket = RawSocket.connect(new Target("127.0.0.1", jar.port(), false))) {
      socket.send(
          Handshake.to("/ws")
              .without("Sec-WebSocket-Version")
              .with("Sec-WebSocket-Version", "7\"")
              .bytes());
      assertEquals(426, socket.readHead().status());
    }
  }

  private static JsonNode object(String line) {
    try {
      JsonNode object = new ObjectMapper().readTree(line);
      assertTrue(object.isObject(), line);
      return object;
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
