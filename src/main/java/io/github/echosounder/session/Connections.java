package io.github.echosounder.session;

import io.github.echosounder.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** The connections open on this instance, and whether one more may join. */
@ApplicationScoped
public class Connections {

  private final int limit;
  private final Map<String, Connection> open = new ConcurrentHashMap<>();
  private final Collection<Traffic> traffic = new CopyOnWriteArrayList<>();
  private final Map<HandshakeResult, LongAdder> handshakes = new ConcurrentHashMap<>();
  private final Map<CloseResult, LongAdder> closes = new ConcurrentHashMap<>();

  /** A handshake's end, as it is counted. */
  public record HandshakeResult(String endpoint, int status) {}

  /** A connection's end, as it is counted: codes outside the registered ones by their range. */
  public record CloseResult(String code, Initiator initiator) {}

  @Inject
  public Connections(EchosounderConfig config) {
    this.limit = config.maxConnections();
  }

  public int limit() {
    return limit;
  }

  public boolean isFull() {
    return open.size() >= limit;
  }

  /** A connection that was admitted. */
  public Connection opened(Connection.Handshake handshake) {
    Connection connection = new Connection(newId(), handshake);
    open.put(connection.id(), connection);
    count(handshakes, new HandshakeResult(handshake.endpoint(), 101));
    return connection;
  }

  public void refused(String endpoint, int status) {
    count(handshakes, new HandshakeResult(endpoint, status));
  }

  public void closed(Connection connection) {
    if (open.remove(connection.id(), connection)) {
      Ending ending = connection.ending();
      if (ending != null) {
        count(closes, new CloseResult(label(ending.code()), ending.initiator()));
      }
    }
  }

  /** Counters for an event loop to write to. */
  public Traffic newTraffic() {
    Traffic mine = new Traffic();
    traffic.add(mine);
    return mine;
  }

  public long total(ToLongFunction<Traffic> count) {
    return traffic.stream().mapToLong(count).sum();
  }

  public long open(String endpoint) {
    return open.values().stream().filter(c -> c.handshake().endpoint().equals(endpoint)).count();
  }

  public Collection<Connection> all() {
    return Collections.unmodifiableCollection(open.values());
  }

  public Map<HandshakeResult, LongAdder> handshakes() {
    return Collections.unmodifiableMap(handshakes);
  }

  public Map<CloseResult, LongAdder> closes() {
    return Collections.unmodifiableMap(closes);
  }

  private static <K> void count(Map<K, LongAdder> counts, K key) {
    counts.computeIfAbsent(key, k -> new LongAdder()).increment();
  }

  /** A label from a fixed set, whatever code a client chooses. */
  static String label(int code) {
    if (code >= 4000) {
      return "4xxx";
    }
    return code >= 3000 ? "3xxx" : Integer.toString(code);
  }

  private static String newId() {
    return String.format("%012x", ThreadLocalRandom.current().nextLong() >>> 16);
  }
}
