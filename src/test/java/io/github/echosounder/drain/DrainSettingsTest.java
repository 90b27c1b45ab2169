package io.github.echosounder.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Ticket;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.session.Wire;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.settings.SettingsTable.Place;
import io.github.echosounder.settings.SettingsTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of a drain, and in which order it does what they say. */
@Timeout(60) // where a drain waits for its time, that is a year
class DrainSettingsTest {

  private final Map<String, Function<EchosounderConfig, String>> looks =
      Map.of(
          "echosounder.drain.routing-grace", config -> said(config, 0),
          "echosounder.drain.window", config -> said(config, 1),
          "echosounder.drain.close-code", this::code);

  private final List<Thread> drains = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private Drain drain = drain(SettingsTable.config("echosounder.drain.window", "0s"));
  private Connections connections = new Connections(1000, List.of());

  @AfterEach
  void end() throws InterruptedException {
    drain.hasten();
    for (Thread thread : drains) {
      thread.join(10_000);
      thread.interrupt();
    }
  }

  static Stream<Row> rows() {
    return SettingsTable.rows(Place.DRAIN);
  }

  @Test
  void eachSettingOfADrainIsLookedAt() {
    assertEquals(looks.keySet(), rows().map(Row::name).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachValueIsSeen(Row row) {
    var look = Objects.requireNonNull(looks.get(row.name()));
    row.seen()
        .forEach((value, seen) ->
            assertEquals(
                seen, look.apply(SettingsTable.config(row.name(), value)), row + "=" + value));
  }

  /** Words of the line with which a drain begins. */
  private String said(EchosounderConfig config, int which) {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            Object[] values = record.getParameters();
            lines.add(values == null ? record.getMessage() : record.getMessage().formatted(values));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("echosounder.drain");
    log.addHandler(handler);
    try {
      drain = drain(config);
      drain.hasten();
      leave();
    } finally {
      log.removeHandler(handler);
    }
    String line = lines.get(0);
    String[] words = line.substring(line.indexOf("routing-grace=")).split(" ", -1);
    return words[which];
  }

  private String code(EchosounderConfig config) {
    drain = drain(config);
    open(connections);
    drain.hasten();
    leave();
    String last = told.get(told.size() - 1);
    return last.replace("close:", "closed with ");
  }

  private Drain drain(EchosounderConfig config) {
    Drain[] made = new Drain[1];
    connections = new Connections(1000, List.of(new Telling(made)));
    made[0] = new Drain(config, connections, () -> told.add("entrance"));
    return made[0];
  }

  /** The connections observe themselves by the drain: it comes later. */
  private static final class Telling implements ConnectionObserver {
    private final Drain[] drain;

    Telling(Drain... drain) {
      this.drain = drain;
    }

    @Override
    public void opened(Connection connection) {
      drain[0].opened(connection);
    }

    @Override
    public void refused(Refusal refusal) {}

    @Override
    public void closed(Connection connection, Verdict verdict) {
      drain[0].closed(connection, verdict);
    }
  }

  private void leave() {
    try {
      drain.leave();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One that answers each Close at once. */
  private void open(Connections connections) {
    Ticket ticket = Objects.requireNonNull(connections.reserve());
    Connection connection =
        connections.admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));
    connection.attach(
        new Wire() {
          @Override
          public void close(ServerClose close) {
            ended("close:" + close.status().code(), close);
          }

          @Override
          public void closeAtBoundary(ServerClose close) {
            ended("boundary:" + close.status().code(), close);
          }

          private void ended(String how, ServerClose close) {
            told.add(how);
            connection.ending().closeSent(close);
            connection.ending().closeReceived(close.status());
            connections.closed(connection);
          }

          @Override
          public void abort(Cause cause, String detail) {
            told.add("abort");
            connection.ending().tcpEnded(cause, detail);
            connections.closed(connection);
          }
        });
    connections.opened(connection, ticket);
  }

  private void openSome() {
    for (int i = 0; i < 100; i++) {
      open(connections);
    }
  }

  /** Leaves on a thread of its own, up to where it waits for its time. */
  private void leaveMeanwhile() throws InterruptedException {
    Thread thread = new Thread(this::leave, "drain");
    drains.add(thread);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
      assertEquals(true, thread.isAlive(), "it did not wait: " + told);
    }
  }

  private static EchosounderConfig times(String grace, String window) {
    return SettingsTable.config(
        Map.of("echosounder.drain.routing-grace", grace, "echosounder.drain.window", window));
  }

  @Test
  void nobodyIsClosedDuringTheRoutingGrace() throws Exception {
    drain = drain(times("365d", "0s"));
    openSome();
    leaveMeanwhile();
    assertEquals(List.of(), told);
  }

  @Test
  void inALongWindowHardlyAnybodyIsClosedAtFirst() throws Exception {
    drain = drain(times("0s", "365d"));
    openSome();
    leaveMeanwhile();
    assertEquals(List.of(), told);
    assertEquals(100, drain.remaining());
  }

  @Test
  void inTheWindowEachIsClosedAtAMessageBoundaryAndThenTheEntranceIs() {
    drain = drain(times("0s", "1s"));
    openSome();
    leave();
    int end = told.indexOf("entrance");
    // The last ones of a busy machine may be too late for the window.
    assertEquals(101, told.size(), told.toString());
    assertEquals(true, end > 50, told.toString());
    assertEquals(Set.of("boundary:1001"), Set.copyOf(told.subList(0, end)));
    assertEquals(100, drain.cleanEnds());
    assertEquals(0, drain.forcedEnds());
  }

  @Test
  void whereThereIsNoTimeTheEntranceIsClosedAndThenEverybodyIs() {
    drain = drain(times("0s", "0s"));
    openSome();
    leave();
    assertEquals("entrance", told.get(0));
    assertEquals(100, told.stream().filter("close:1001"::equals).count());
    assertEquals(101, told.size());
  }

  @Test
  void aSecondSignalEndsTheGraceAndTheWindow() throws Exception {
    drain = drain(times("365d", "365d"));
    openSome();
    leaveMeanwhile();
    drain.hasten();
    drains.get(0).join(30_000);
    assertEquals(100, told.stream().filter("close:1001"::equals).count(), told.toString());
  }
}
