package io.github.echosounder.web;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.drain.RehearsalAllowed;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** `GET /api/info`: what changes while the instance runs. */
@QuarkusTest
@TestProfile(RehearsalAllowed.class)
class InfoResourceTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI server;

  @Test
  void itTellsHowManyAreOpenAndWhetherTheInstanceDrains() throws Exception {
    assertEquals(0, info().get("openConnections").asInt());
    assertEquals(false, info().get("draining").asBoolean());
    try (Peer amid = open()) {
      amid.send(text("half a message").unfinished());
      amid.fragment();
      assertEquals(1, info().get("openConnections").asInt());
      var rehearsal = HttpRequest.newBuilder(server.resolve("/api/drain"));
      HTTP.send(rehearsal.POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
      assertEquals(true, info().get("draining").asBoolean());
      assertEquals(1012, amid.frame().closeCode());
      amid.socket().reset();
    }
  }

  private JsonNode info() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(server.resolve("/api/info")).build();
    return new ObjectMapper().readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  private Peer open() {
    Target target = new Target(server.getHost(), server.getPort(), false);
    return Peer.open(RawSocket.connect(target), Handshake.to("/ws"), false);
  }
}
