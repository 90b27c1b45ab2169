package io.github.echosounder.session;

import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The connections open on this instance, and whether one more may join. */
@ApplicationScoped
public class Connections {

  private static final Logger LOG = Logger.getLogger(Connections.class);

  private final ConnectionIds ids = new ConnectionIds();
  private final int limit;
  private final List<ConnectionObserver> observers;
  private final AtomicInteger places = new AtomicInteger();
  private final Runnable giveBack = places::decrementAndGet;
  private final Set<String> faulty = ConcurrentHashMap.newKeySet();
  private final Map<String, Connection> open = new ConcurrentHashMap<>();
  private final Map<String, PendingRefusal> pending = new ConcurrentHashMap<>();
  private final Collection<Traffic> traffic = new CopyOnWriteArrayList<>();

  @Inject
  public Connections(EchosounderConfig config, Instance<ConnectionObserver> observers) {
    this(config.maxConnections(), observers.stream().toList());
  }

  public Connections(int limit, List<ConnectionObserver> observers) {
    this.limit = limit;
    this.observers = observers;
  }

  public int limit() {
    return limit;
  }

  /** The first part of all ids that this instance gives. */
  public String instance() {
    return ids.instance();
  }

  /** An id for a request that is refused. */
  public String requestId() {
    return ids.next();
  }

  public boolean isFull() {
    return places.get() >= limit;
  }

  /** A handshake, before it is judged. */
  public void handshakeReceived(
      String endpoint, String method, Function<String, List<String>> headers) {
    tell(observer -> observer.handshakeReceived(endpoint, method, headers));
  }

  /** A place for one more; null when there is none. */
  public @Nullable Ticket reserve() {
    if (places.incrementAndGet() <= limit) {
      return new Ticket(giveBack);
    }
    places.decrementAndGet();
    return null;
  }

  /** A connection that was admitted. */
  public Connection admitted(Connection.Handshake handshake) {
    return new Connection(ids.next(), handshake);
  }

  /** It can be spoken to from now on, and has its place until it is closed. */
  public void opened(Connection connection, Ticket ticket) {
    open.put(connection.id(), connection);
    connection.ending().onChange(() -> tell(observer -> observer.closing(connection)));
    ticket.take();
    tell(observer -> observer.opened(connection));
  }

  public void refused(Refusal refusal) {
    tell(observer -> observer.refused(refusal));
  }

  /**
   * A failure that a client has chosen is yet to be sent.
   *
   * @param asked what was asked for, without a status
   * @param place null for one that is not made to wait
   */
  public PendingRefusal postponed(Refusal asked, @Nullable Ticket place) {
    PendingRefusal refusal = new PendingRefusal(this, asked, place);
    pending.put(asked.id(), refusal);
    tell(observer -> observer.postponed(asked));
    return refusal;
  }

  /** Last, as with a connection that is closed: its end has been told. */
  void settled(PendingRefusal refusal) {
    pending.remove(refusal.asked().id());
  }

  /** Of several calls for a connection the first one counts. */
  public void closed(Connection connection) {
    if (!isOpen(connection) || !connection.leave()) {
      return;
    }
    try {
      Verdict verdict = connection.ending().verdict();
      tell(observer -> observer.closed(connection, verdict));
    } finally {
      // Last: who waits until nobody is open then reads what was counted.
      open.remove(connection.id());
      places.decrementAndGet();
    }
  }

  /** A fault of one who only looks on costs nobody else anything. */
  private void tell(Consumer<ConnectionObserver> event) {
    for (ConnectionObserver observer : observers) {
      try {
        event.accept(observer);
      } catch (Throwable fault) {
        if (faulty.add(observer.getClass().getName())) {
          LOG.errorf(fault, "%s failed; its next faults are not logged", observer);
        }
      }
    }
  }

  /** The one that is open under this id; null when there is none. */
  public @Nullable Connection find(String id) {
    return open.get(id);
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

  /** Chosen failures that have not been sent yet. */
  public Collection<PendingRefusal> pending() {
    return Collections.unmodifiableCollection(pending.values());
  }

  /** The one that waits under this request's id; null when there is none. */
  public @Nullable PendingRefusal findPending(String id) {
    return pending.get(id);
  }

  public int count() {
    return open.size();
  }

  public Collection<Connection> all() {
    return Collections.unmodifiableCollection(open.values());
  }
}
