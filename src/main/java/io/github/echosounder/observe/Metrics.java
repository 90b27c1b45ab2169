package io.github.echosounder.observe;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.behaviour.Endpoints.Endpoint;
import io.github.echosounder.drain.Drain;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.CloseStatus;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.session.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Counts what happens, by labels from fixed sets: never by what a client sends. */
@ApplicationScoped
public class Metrics implements ConnectionObserver {

  /** Around the time-outs that proxies and load balancers usually have. */
  private static final Duration[] AGES = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(61),
    Duration.ofSeconds(101),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofHours(1),
    Duration.ofHours(24)
  };

  private static final String HANDSHAKES = "echosounder.handshakes";
  private static final String HANDSHAKES_ARE =
      "Opening handshakes, by endpoint and by how they were answered";

  private final MeterRegistry registry;
  private final Map<String, OfEndpoint> endpoints = new ConcurrentHashMap<>();
  private final Timer ages;

  /** What every connection of an endpoint touches. */
  private record OfEndpoint(AtomicInteger open, AtomicLong accepted) {}

  @Inject
  Metrics(MeterRegistry registry) {
    this.registry = registry;
    this.ages =
        Timer.builder("echosounder.connection.age")
            .description("How old connections were at their end")
            .serviceLevelObjectives(AGES)
            .register(registry);
  }

  void start(
      @Observes StartupEvent event, Connections connections, Drain drain, HeldMemory memory) {
    Gauge.builder("echosounder.held", memory, HeldMemory::held)
        .description("Held for peers: incomplete frames, bytes that wait, replies not taken")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("echosounder.held.max", memory, HeldMemory::limit)
        .description("The most that may be held for all peers together")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("echosounder.compression.ratio", connections, Metrics::compressionRatio)
        .description("Bytes of compressed messages that came in: inflated, to those on the wire")
        .register(registry);
    Gauge.builder("echosounder.draining", drain, d -> d.isUnderWay() ? 1 : 0)
        .description("1 while this instance takes leave of its connections")
        .register(registry);
    Gauge.builder("echosounder.drain.remaining", drain, Drain::remaining)
        .description("Connections that the drain has still to close")
        .register(registry);
    drainEnds(drain, "clean", Drain::cleanEnds);
    drainEnds(drain, "forced", Drain::forcedEnds);
    Gauge.builder("echosounder.refusals.pending", connections, c -> c.pending().size())
        .description("Failures chosen at /ws/refuse that clients wait for; each has a place")
        .register(registry);
    Gauge.builder("echosounder.connections.max", connections, Connections::limit)
        .description("Open connections at which handshakes are refused with 503")
        .register(registry);
    // From the start, so that a rate of what never happened is 0 and the first time is seen as a
    // rise.
    for (Endpoint endpoint : Endpoints.ALL) {
      if (endpoint.kind() != Endpoints.Kind.REFUSAL) {
        of(endpoint.path());
      }
      refusals(endpoint.path(), "refused", "503");
    }
    closes(1000, Cause.CLIENT_CLOSE);
    closes(CloseStatus.ABNORMAL, Cause.TCP_END);
    for (Count count : Count.values()) {
      register(connections, count, "echosounder.messages", t -> t.messages(count));
      register(connections, count, "echosounder.bytes", t -> t.bytes(count));
    }
  }

  private static double compressionRatio(Connections connections) {
    long compressed = connections.total(Traffic::compressedBytes);
    return compressed == 0 ? 1 : (double) connections.total(Traffic::inflatedBytes) / compressed;
  }

  private void drainEnds(Drain drain, String outcome, ToDoubleFunction<Drain> value) {
    FunctionCounter.builder("echosounder.drain.ends", drain, value)
        .description("Connections that a drain closed: clean when the peer answered its Close")
        .tag("outcome", outcome)
        .register(registry);
  }

  private void register(
      Connections connections, Count count, String name, ToLongFunction<Traffic> value) {
    FunctionCounter.builder(name, connections, all -> all.total(value))
        .description(
            name.endsWith("bytes")
                ? "Payload bytes of whole messages, uncompressed"
                : "Whole messages")
        .tag("direction", count.direction())
        .tag("type", count.type())
        .register(registry);
  }

  @Override
  public void opened(Connection connection) {
    OfEndpoint endpoint = of(connection.handshake().endpoint());
    endpoint.open().incrementAndGet();
    endpoint.accepted().incrementAndGet();
  }

  @Override
  public void refused(Refusal refusal) {
    if (refusal.isAskedFor()) {
      refusals(refusal.endpoint(), "asked-for", statusClass(refusal)).increment();
    } else {
      refusals(refusal.endpoint(), "refused", status(refusal)).increment();
    }
  }

  @Override
  public void closed(Connection connection, Verdict verdict) {
    of(connection.handshake().endpoint()).open().decrementAndGet();
    ages.record(connection.ageNanos(), TimeUnit.NANOSECONDS);
    closes(verdict.code(), verdict.cause()).increment();
  }

  private Counter closes(int code, Cause cause) {
    return Counter.builder("echosounder.closes")
        .description("Ended connections, by close code, by who began the end, and why")
        .tag("code", label(code))
        .tag("initiator", cause.initiator().label())
        .tag("cause", cause.label())
        .register(registry);
  }

  /** A label from a fixed set, whatever status a client asks for. */
  private static String statusClass(Refusal refusal) {
    return refusal.status() < 200 ? status(refusal) : refusal.status() / 100 + "xx";
  }

  private static String status(Refusal refusal) {
    return refusal.hasStatus() ? Integer.toString(refusal.status()) : "none";
  }

  private Counter refusals(String endpoint, String result, String status) {
    return Counter.builder(HANDSHAKES)
        .description(HANDSHAKES_ARE)
        .tag("endpoint", endpoint)
        .tag("result", result)
        .tag("status", status)
        .register(registry);
  }

  private OfEndpoint of(String endpoint) {
    return endpoints.computeIfAbsent(
        endpoint,
        path -> {
          AtomicInteger open = new AtomicInteger();
          Gauge.builder("echosounder.connections.open", open, AtomicInteger::get)
              .description("Open WebSocket connections")
              .tag("endpoint", path)
              .register(registry);
          AtomicLong accepted = new AtomicLong();
          FunctionCounter.builder(HANDSHAKES, accepted, AtomicLong::get)
              .description(HANDSHAKES_ARE)
              .tag("endpoint", path)
              .tag("result", "accepted")
              .tag("status", "101")
              .register(registry);
          return new OfEndpoint(open, accepted);
        });
  }

  /** A label from a fixed set, whatever code a client chooses. */
  static String label(int code) {
    if (code >= 4000) {
      return "4xxx";
    }
    return code >= 3000 ? "3xxx" : Integer.toString(code);
  }
}
