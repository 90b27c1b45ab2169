package io.github.echosounder.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is connected, and whether one more may join. */
class ConnectionsTest {

  private final List<String> told = new ArrayList<>();
  private boolean isObserverBroken;
  private final Connections connections = connections(2);

  @Test
  void soManyPlacesThereAreAndNotOneMore() {
    assertTrue(connections.reserve());
    assertFalse(connections.isFull());
    assertTrue(connections.reserve());
    assertTrue(connections.isFull());
    assertFalse(connections.reserve());
    assertFalse(connections.reserve(), "a refusal takes none");
  }

  @Test
  void anEndFreesThePlace() {
    Connection first = open();
    open();
    assertFalse(connections.reserve());
    connections.closed(first);
    assertEquals(1, connections.count());
    assertTrue(connections.reserve());
  }

  @Test
  void ofSeveralEndsOfAConnectionTheFirstCounts() {
    Connection first = open();
    open();
    connections.closed(first);
    connections.closed(first);
    assertTrue(connections.reserve());
    assertFalse(connections.reserve());
    assertEquals(1, told.stream().filter(("closed " + first.id())::equals).count());
  }

  @Test
  void observersAreToldOfEachOpeningAndEachEnd() {
    Connection connection = open();
    assertTrue(connections.isOpen(connection));
    connections.refused(new Refusal("/ws", "peer", 400, "why"));
    connections.closed(connection);
    assertFalse(connections.isOpen(connection));
    assertEquals(
        List.of("opened " + connection.id(), "refused 400", "closed " + connection.id()), told);
  }

  @Test
  void anObserverThatFailsAtAnEndCostsNoPlace() {
    Connection connection = open();
    isObserverBroken = true;
    assertThrows(IllegalStateException.class, () -> connections.closed(connection));
    assertEquals(0, connections.count());
    assertTrue(connections.reserve());
    assertTrue(connections.reserve());
  }

  @Test
  void countsOfAllLoopsAddUp() {
    Traffic one = connections.newTraffic();
    Traffic two = connections.newTraffic();
    one.add(Traffic.Count.TEXT_IN, 2, 10);
    two.add(Traffic.Count.TEXT_IN, 3, 20);
    two.add(Traffic.Count.TEXT_OUT, 9, 90);
    assertEquals(5, connections.total(loop -> loop.messages(Traffic.Count.TEXT_IN)));
    assertEquals(30, connections.total(loop -> loop.bytes(Traffic.Count.TEXT_IN)));
    assertEquals(2, connections.traffic().size());
  }

  private Connection open() {
    assertTrue(connections.reserve());
    Connection connection = connections.admitted(new Connection.Handshake("/ws", "peer", "", ""));
    connections.opened(connection);
    return connection;
  }

  private Connections connections(int limit) {
    EchosounderConfig config = proxy(EchosounderConfig.class, (self, method, arguments) -> limit);
    @SuppressWarnings("unchecked")
    Instance<ConnectionObserver> observers =
        proxy(Instance.class, (self, method, arguments) -> List.of(observer()).stream());
    return new Connections(config, observers);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler answer) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
  }

  private ConnectionObserver observer() {
    return new ConnectionObserver() {
      @Override
      public void opened(Connection connection) {
        told.add("opened " + connection.id());
      }

      @Override
      public void refused(Refusal refusal) {
        told.add("refused " + refusal.status());
      }

      @Override
      public void closed(Connection connection, Verdict verdict) {
        if (isObserverBroken) {
          throw new IllegalStateException("the observer is broken");
        }
        told.add("closed " + connection.id());
      }
    };
  }
}
