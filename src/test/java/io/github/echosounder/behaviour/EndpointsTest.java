package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.behaviour.Endpoints.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The one table of endpoints. */
class EndpointsTest {

  @Test
  void anEndpointIsFoundByItsPath() {
    for (Endpoint endpoint : Endpoints.ALL) {
      assertEquals(endpoint, Endpoints.at(endpoint.path()));
    }
    assertNotNull(Endpoints.at("/ws"));
    assertNull(Endpoints.at("/ws/"));
  }

  @Test
  void theReadmeTellsOfEachEndpoint() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (String path : Endpoints.paths()) {
      assertTrue(readme.contains("| WebSocket `" + path + "` |"), path);
    }
  }
}
