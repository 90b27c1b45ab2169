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
            "echosounder.drain.routing-grace=0s")) {
      jar.awaitOutput("Listening on");
      String id;
      try (Peer peer =
          Peer.open(
              RawSocket.connect(new Target("127.0.0.1", jar.port(), false)),
              Handshake.to("/ws"),
              false)) {
        id = peer.head().only("Echosounder-Connection");
        peer.expectAlive();
        peer.send(ClientFrame.close(4321, "so \"it\"\nends"));
        peer.expectClose(4321);
      }
      jar.awaitOutput("closed id=" + id);
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());

      Map<String, JsonNode> events =
          jar.output()
              .lines()
              .map(JsonLogIT::object)
              .filter(line -> line.path("id").asText().equals(id))
              .collect(Collectors.toMap(line -> line.path("event").asText(), line -> line));
      JsonNode none = MissingNode.getInstance();
      assertEquals("/ws", events.getOrDefault("opened", none).path("endpoint").asText());
      JsonNode closed = events.getOrDefault("closed", none);
      assertEquals(4321, closed.path("code").intValue());
      assertEquals("client", closed.path("initiator").asText());
      assertEquals("so \"it\"\nends", closed.path("reason").asText());
      assertEquals(1, closed.path("messagesIn").intValue());
      assertEquals(1, closed.path("messagesOut").intValue());
      assertTrue(closed.path("ageSeconds").isDouble(), closed.toString());
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
