package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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

  @Test
  void itIsFullWithTheLastPlace() {
    assertEquals(1, connections.limit());
    assertFalse(connections.isFull());
    Ticket ticket = Objects.requireNonNull(connections.reserve());
    assertTrue(connections.isFull());
    ticket.close();
    assertFalse(connections.isFull());
  }

  @Test
  void aPlaceThatNobodyTookIsGivenBackOnce() {
    Ticket ticket = Objects.requireNonNull(connections.reserve());
    ticket.close();
    ticket.close();
    assertNotNull(connections.reserve());
    assertNull(connections.reserve());
  }

  @Test
  void theOpenOnesAreCountedAndListed() {
    assertEquals(0, connections.count());
    Connection connection = open();
    assertEquals(1, connections.count());
    assertEquals(List.of(connection), List.copyOf(connections.all()));
    connections.closed(connection);
    assertEquals(0, connections.count());
  }

  @Test
  void whileItsEndIsToldAConnectionHasLeftAndIsStillOpen() {
    var told = new ArrayList<String>();
    var watched = new Connections[1];
    watched[0] =
        new Connections(
            1,
            List.of(
                new Seeing() {
                  @Override
                  public void closed(Connection connection, Verdict verdict) {
                    told.add(connection.hasLeft() + " " + watched[0].isOpen(connection));
                    watched[0].closed(connection);
                  }
                }));
    Ticket ticket = Objects.requireNonNull(watched[0].reserve());
    Connection connection =
        watched[0].admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));
    watched[0].opened(connection, ticket);
    watched[0].closed(connection);
    assertEquals(List.of("true true"), told);
    assertEquals(0, watched[0].count());
  }

  @Test
  void handshakesAndEndsThatBeginAreTold() {
    var told = new ArrayList<String>();
    var watched =
        new Connections(
            1,
            List.of(
                new Seeing() {
                  @Override
                  public void handshakeReceived(
                      String endpoint, String method, Function<String, List<String>> headers) {
                    told.add(endpoint + " " + method + " " + headers.apply("Host"));
                  }

                  @Override
                  public void closing(Connection connection) {
                    told.add("closing");
                  }
                }));
    watched.handshakeReceived("/ws", "GET", name -> List.of(name));
    Connection connection =
        watched.admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));
    watched.opened(connection, Objects.requireNonNull(watched.reserve()));
    connection.ending().closeReceived(new CloseStatus(1000, ""));
    assertEquals(List.of("/ws GET [Host]", "closing"), told);
  }

  @Test
  void idsBeginWithTheInstanceAndNoTwoAreTheSame() {
    String instance = connections.instance();
    assertTrue(instance.matches("[0-9a-f]{8}"), instance);
    String id = connections.requestId();
    assertTrue(id.matches(instance + "-[0-9a-f]{24}"), id);
    assertNotEquals(id, connections.requestId());
    assertNotEquals(instance, new Connections(1, List.of()).instance());
  }

  @Test
  void theTrafficOfAllEventLoopsAddsUp() {
    connections.newTraffic().add(Traffic.Count.TEXT_IN, 1, 10);
    connections.newTraffic().add(Traffic.Count.TEXT_IN, 2, 20);
    assertEquals(2, connections.traffic().size());
    assertEquals(30, connections.total(loop -> loop.bytes(Traffic.Count.TEXT_IN)));
  }
}
