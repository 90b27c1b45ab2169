package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** Readiness of an instance that is full. */
class HasRoomTest {

  private final Connections connections = new Connections(2, List.of());
  private final HasRoom check = new HasRoom(connections);

  @Test
  void anInstanceIsReadyAsLongAsOneMoreMayJoin() {
    assertTold(Status.UP, 0);
    open();
    assertTold(Status.UP, 1);
    open();
    assertTold(Status.DOWN, 2);
  }

  private void open() {
    var ticket = Objects.requireNonNull(connections.reserve());
    Connection connection =
        connections.admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));
    connections.opened(connection, ticket);
    assertNotNull(connections.find(connection.id()));
  }

  private void assertTold(Status status, long open) {
    HealthCheckResponse response = check.call();
    assertEquals(status, response.getStatus());
    var data = response.getData().orElseThrow();
    assertEquals(open, data.get("open"));
    assertEquals(2L, data.get("limit"));
    assertEquals(0L, data.get("pending"));
  }
}
