package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.drain.Drain;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.settings.SettingsTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the metrics tell of this moment. */
class GaugesTest {

  private final Connections connections = new Connections(7, List.of());
  private final Drain drain =
      new Drain(
          SettingsTable.config("echosounder.drain.routing-grace", "365d"), connections, () -> {});
  private final HeldMemory memory = new HeldMemory(1000);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  GaugesTest() {
    new Metrics(registry).start(new StartupEvent(), connections, drain, memory);
  }

  @AfterEach
  void end() {
    drain.hasten();
  }

  private double gauge(String name) {
    return registry.get("echosounder." + name).gauge().value();
  }

  private void open() {
    var ticket = Objects.requireNonNull(connections.reserve());
    connections.opened(
        connections.admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null)), ticket);
  }

  @Test
  void aDrainIsToldWithHowManyAreLeft() {
    open();
    open();
    assertEquals(0, gauge("draining"));
    assertEquals(0, gauge("drain.remaining"));
    assertTrue(drain.rehearse());
    assertEquals(1, gauge("draining"));
    assertEquals(2, gauge("drain.remaining"));
  }

  @Test
  void theLimitOfConnectionsIsToldAndWhoWaitsForAChosenFailure() {
    open();
    assertEquals(7, gauge("connections.max"));
    assertEquals(0, gauge("refusals.pending"));
    connections.postponed(
        new Refusal("id", "/ws/refuse", "192.0.2.1:1", 0, "asked", null, true),
        connections.reserve());
    assertEquals(1, gauge("refusals.pending"));
  }

  @Test
  void whatIsHeldIsToldBesideTheMostThatMayBe() {
    assertTrue(memory.reserve(10));
    assertEquals(10, gauge("held"));
    assertEquals(1000, gauge("held.max"));
  }
}
