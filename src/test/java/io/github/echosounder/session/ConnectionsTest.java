package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Places are taken and given back, whoever looks on and whatever fails. */
class ConnectionsTest {

  private final List<String> seen = new ArrayList<>();

  /** Fails at everything. */
  private static class Faulty implements ConnectionObserver {
    @Override
    public void opened(Connection connection) {
      throw new IllegalStateException("made by the test");
    }

    @Override
    public void refused(Refusal refusal) {
      throw new IllegalStateException("made by the test");
    }

    @Override
    public void closed(Connection connection, Verdict verdict) {
      throw new IllegalStateException("made by the test");
    }
  }

  private class Seeing implements ConnectionObserver {
    @Override
    public void opened(Connection connection) {
      seen.add("opened");
    }

    @Override
    public void refused(Refusal refusal) {
      seen.add("refused");
    }

    @Override
    public void closed(Connection connection, Verdict verdict) {
      seen.add("closed");
    }
  }

  private final Connections connections = new Connections(1, List.of(new Faulty(), new Seeing()));

  private Connection open() {
    Ticket ticket = Objects.requireNonNull(connections.reserve());
    Connection connection =
        connections.admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));
    connections.opened(connection, ticket);
    ticket.close();
    return connection;
  }

  @Test
  void anObserverThatFailsCostsNeitherTheOthersNorThePlace() {
    for (int i = 0; i < 3; i++) {
      Connection connection = open();
      assertNull(connections.reserve());
      connections.closed(connection);
      assertFalse(connections.isOpen(connection));
    }
    connections.refused(new Refusal("id", "/ws", "192.0.2.1:1", 400, "no", null));
    assertEquals(
        List.of("opened", "closed", "opened", "closed", "opened", "closed", "refused"), seen);
  }

  @Test
  void aConnectionThatIsClosedTwiceGivesItsPlaceBackOnce() {
    Connection first = open();
    connections.closed(first);
    connections.closed(first);
    open();
    assertNull(connections.reserve());
  }

  @Test
  void anOpenConnectionIsFoundByItsId() {
    Connection connection = open();
    assertEquals(connection, connections.find(connection.id()));
    connections.closed(connection);
    assertNull(connections.find(connection.id()));
  }
}
