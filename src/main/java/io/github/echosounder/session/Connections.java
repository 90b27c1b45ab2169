package io.github.echosounder.session;

import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The connections open on this instance, and whether one more may join. */
@ApplicationScoped
public class Connections {

  private final ConnectionIds ids = new ConnectionIds();
  private final int limit;
  private final List<ConnectionObserver> observers;
  private final AtomicInteger places = new AtomicInteger();
  private final Map<String, Connection> open = new ConcurrentHashMap<>();
  private final Collection<Traffic> traffic = new CopyOnWriteArrayList<>();

  @Inject
  public Connections(EchosounderConfig config, Instance<ConnectionObserver> observers) {
    this.limit = config.maxConnections();
    this.observers = observers.stream().toList();
  }

  public int limit() {
    return limit;
  }

  public boolean isFull() {
    return places.get() >= limit;
  }

  /** A handshake, before it is judged. */
  public void asked(String endpoint, String method, Function<String, List<String>> headers) {
    observers.forEach(observer -> observer.asked(endpoint, method, headers));
  }

  /** Takes a place for one more; false when there is none. */
  public boolean reserve() {
    if (places.incrementAndGet() <= limit) {
      return true;
    }
    places.decrementAndGet();
    return false;
  }

  /** A connection that was admitted, and has its place. */
  public Connection admitted(Connection.Handshake handshake) {
    return new Connection(ids.next(), handshake);
  }

  /** It can be spoken to from now on. */
  public void opened(Connection connection) {
    open.put(connection.id(), connection);
    observers.forEach(observer -> observer.opened(connection));
  }

  public void refused(Refusal refusal) {
    observers.forEach(observer -> observer.refused(refusal));
  }

  /** Of several calls for a connection the first one counts. */
  public void closed(Connection connection) {
    if (!isOpen(connection) || !connection.leave()) {
      return;
    }
    try {
      Verdict verdict = connection.ending().verdict();
      observers.forEach(observer -> observer.closed(connection, verdict));
    } finally {
      // Last: who waits until nobody is open then reads what was counted.
      open.remove(connection.id());
      places.decrementAndGet();
    }
  }

  /** Counters for an event loop to write to. */
  public Traffic newTraffic() {
    Traffic mine = new Traffic();
    traffic.add(mine);
    return mine;
  }

  /** Of all event loops together. */
  public long total(ToLongFunction<Traffic> count) {
    return traffic.stream().mapToLong(count).sum();
  }

  /** Of each event loop. */
  public Collection<Traffic> traffic() {
    return Collections.unmodifiableCollection(traffic);
  }

  public boolean isOpen(Connection connection) {
    return open.containsKey(connection.id());
  }

  public int count() {
    return open.size();
  }

  public Collection<Connection> all() {
    return Collections.unmodifiableCollection(open.values());
  }
}
