package io.github.echosounder.drain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Ticket;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.session.Wire;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.settings.SettingsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A drain without a server, what it takes leave of, and what those are told. */
final class LoneDrain implements ConnectionObserver, AutoCloseable {

  private static final Logger LOG = Logger.getLogger("echosounder.drain");

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Handler handler = new Lines();
  private final List<Thread> leaving = new ArrayList<>();
  private final Connections connections = new Connections(1000, List.of(this));
  private final Drain drain;

  /** What happens when the entrance closes. */
  private Runnable onEntrance = () -> {};

  private volatile boolean hasLeft;

  LoneDrain(EchosounderConfig config) {
    drain = new Drain(config, connections, this::closeEntrance);
    LOG.addHandler(handler);
  }

  static LoneDrain of(String grace, String window, String closeTimeout) {
    return new LoneDrain(
        SettingsTable.config(
            Map.of(
                "echosounder.drain.routing-grace", grace,
                "echosounder.drain.window", window,
                "echosounder.close-timeout", closeTimeout)));
  }

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord record) {
      Object[] values = record.getParameters();
      log.add(values == null ? record.getMessage() : record.getMessage().formatted(values));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void closeEntrance() {
    told.add("entrance");
    onEntrance.run();
  }

  void onEntrance(Runnable action) {
    onEntrance = action;
  }

  Drain drain() {
    return drain;
  }

  Connections connections() {
    return connections;
  }

  /** In order: how each was closed, and when the entrance was. */
  List<String> told() {
    return told;
  }

  List<String> log() {
    return log;
  }

  @Override
  public void opened(Connection connection) {
    drain.opened(connection);
  }

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public void closed(Connection connection, Verdict verdict) {
    drain.closed(connection, verdict);
  }

  /** One that answers each Close at once. */
  void open() {
    open("", true, () -> {});
  }

  void openSome() {
    for (int i = 0; i < 100; i++) {
      open();
    }
  }

  /**
   * One connection.
   *
   * @param name before what it is told
   * @param answers whether it answers its Close
   * @param onClose what happens then
   */
  Connection open(String name, boolean answers, Runnable onClose) {
    Ticket ticket = Objects.requireNonNull(connections.reserve());
    Connection connection =
        connections.admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));
    connection.attach(
        new Wire() {
          @Override
          public void close(ServerClose close) {
            closed("close:" + close.status().code(), close);
          }

          @Override
          public void closeAtBoundary(ServerClose close) {
            closed("boundary:" + close.status().code(), close);
          }

          private void closed(String how, ServerClose close) {
            told.add(name + how);
            connection.ending().closeSent(close);
            if (answers) {
              connection.ending().closeReceived(close.status());
              connections.closed(connection);
            }
            onClose.run();
          }

          @Override
          public void abort(Cause cause, String detail) {
            told.add(name + "abort");
            connection.ending().tcpEnded(cause, detail);
            connections.closed(connection);
          }
        });
    connections.opened(connection, ticket);
    return connection;
  }

  /** A chosen failure that waits for its time. */
  void postpone(String name, Runnable onHurry) {
    PendingRefusal pending =
        connections.postponed(
            new Refusal(name, "/ws/refuse", "192.0.2.1:1", 0, "asked", null, true),
            connections.reserve());
    pending.onHurry(() -> {
      told.add(name);
      onHurry.run();
      pending.answered(503, "");
    });
  }

  void leave() {
    hasLeft = true;
    try {
      drain.leave();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves on a thread of its own, up to where it waits for its time. */
  Thread leaveMeanwhile() {
    Thread thread = new Thread(this::leave, "drain");
    leaving.add(thread);
    thread.start();
    await(() -> !thread.isAlive() || thread.getState() == Thread.State.TIMED_WAITING);
    assertTrue(thread.isAlive(), "it did not wait: " + told);
    return thread;
  }

  /** Of a rehearsal. */
  void awaitEnd() {
    await(() -> !drain.isUnderWay());
  }

  /** Ends with the time-out of the test, if need be. */
  static void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("it never came to that", e);
    }
  }

  @Override
  public void close() {
    drain.hasten();
    for (Thread thread : leaving) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      thread.interrupt();
    }
    if (!hasLeft) {
      awaitEnd(); // of a rehearsal, which would speak in the log of the next
    }
    LOG.removeHandler(handler);
  }
}
