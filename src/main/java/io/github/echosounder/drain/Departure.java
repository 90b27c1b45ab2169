package io.github.echosounder.drain;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.ServerClose;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One drain, real or rehearsed, on the thread that runs it; other threads tell it what happens.
 *
 * <p>First the routing grace: everything is served as before, only readiness is gone, for routers
 * learn later than the pod. Then the window: the connections are closed one by one, evenly and with
 * jitter, each at a message boundary behind its last echo, so that their clients come back
 * elsewhere one by one too. Then what is left is closed at once; at the end of the process, nobody
 * is let in any more by then.
 */
final class Departure {

  /** For a handshake that was on its way when the entrance closed. */
  private static final Duration LAST_ARRIVALS = Duration.ofMillis(500);

  /** What is waited for when there is no time. */
  private static final Duration HASTE = Duration.ofSeconds(1);

  /** How often it looks for what nobody tells it: that the last connection is gone. */
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private final Plan plan;
  private final Connections connections;

  /** Null in a rehearsal: those who come back are to stay. */
  private final @Nullable Runnable closeEntrance;

  /** What is to be done about what other threads have told. */
  private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();

  private volatile boolean isHastened;
  private volatile boolean isBrokenOff;

  /** Of the running thread alone. */
  private Stage stage = new Stage() {};

  /**
   * What the settings say.
   *
   * @param answers how long the answers to the last Closes are awaited
   * @param close what each connection is told
   */
  record Plan(Duration grace, Duration window, Duration answers, ServerClose close) {}

  /** What joins and ends are to a part of the departure. */
  private interface Stage {
    default void joined(Connection connection) {}

    default void ended(Connection connection) {}
  }

  Departure(Plan plan, Connections connections, @Nullable Runnable closeEntrance) {
    this.plan = plan;
    this.connections = connections;
    this.closeEntrance = closeEntrance;
  }

  void joined(Connection connection) {
    news.add(() -> stage.joined(connection));
  }

  void ended(Connection connection) {
    news.add(() -> stage.ended(connection));
  }

  /** From now on it waits for nothing but the answers to its Closes, and for those not long. */
  void hasten() {
    isHastened = true;
    news.add(() -> {});
  }

  /** From now on it closes nobody. */
  void breakOff() {
    isBrokenOff = true;
    news.add(() -> {});
  }

  boolean isBrokenOff() {
    return isBrokenOff;
  }

  void run() throws InterruptedException {
    awaitRouters();
    closeInWaves();
    closeTheRest();
  }

  private void awaitRouters() throws InterruptedException {
    long start = System.nanoTime();
    while (hasTime() && isWithin(start, plan.grace())) {
      hear(plan.grace().toNanos() - since(start));
    }
  }

  private void closeInWaves() throws InterruptedException {
    long start = System.nanoTime();
    Waves<Connection> waves = new Waves<>(plan.window(), ThreadLocalRandom.current()::nextDouble);
    stage =
        new Stage() {
          @Override
          public void joined(Connection connection) {
            waves.join(connection, since(start));
          }

          @Override
          public void ended(Connection connection) {
            waves.end(connection);
          }
        };
    waves.begin(connections.all());
    while (hasTime() && isWithin(start, plan.window()) && connections.count() > 0) {
      waves
          .due(since(start))
          .forEach(connection -> connection.wire().closeAtBoundary(plan.close()));
      hear(Math.min(waves.nextMoment() - since(start), LOOK_NANOS));
    }
  }

  /** A Close for each; TCP ends for whom that is not enough. */
  private void closeTheRest() throws InterruptedException {
    if (isBrokenOff) {
      return;
    }
    Rest rest = new Rest();
    stage = rest;
    if (closeEntrance != null) {
      // Who comes now would be sent away at once, and by a proxy that does not know be sent here
      // again.
      closeEntrance.run();
    }
    connections.all().forEach(rest::close);
    connections.pending().forEach(PendingRefusal::hurry);
    Duration atLeast = closeEntrance == null ? Duration.ZERO : LAST_ARRIVALS;
    long start = System.nanoTime();
    while (!isBrokenOff
        && (isWithin(start, atLeast)
            || (rest.isAnyOpen() && isWithin(start, isHastened ? HASTE : plan.answers())))) {
      rest.hurryLatecomers();
      if (!hear(LOOK_NANOS / 10)) {
        rest.look();
      }
    }
    rest.abort();
    long aborted = System.nanoTime();
    while (!isBrokenOff && rest.isAnyLeft() && isWithin(aborted, HASTE)) {
      hear(LOOK_NANOS / 10);
    }
  }

  /** Those that are closed at once. */
  private final class Rest implements Stage {

    private final Set<Connection> told = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Connection> open = Collections.newSetFromMap(new IdentityHashMap<>());

    void close(Connection connection) {
      if (told.add(connection)) {
        open.add(connection);
        connection.wire().close(plan.close());
      }
    }

    @Override
    public void joined(Connection connection) {
      if (closeEntrance != null) {
        close(connection);
      }
    }

    @Override
    public void ended(Connection connection) {
      open.remove(connection);
    }

    /** Chosen failures end at once too: what they wait for is of no use to anybody now. */
    void hurryLatecomers() {
      if (closeEntrance != null) {
        connections.pending().forEach(PendingRefusal::hurry);
      }
    }

    boolean isAnyOpen() {
      return !open.isEmpty() || (closeEntrance != null && !connections.pending().isEmpty());
    }

    /** For one whose end was told before it was known here. */
    void look() {
      open.removeIf(connection -> !connections.isOpen(connection));
    }

    void abort() {
      open.forEach(connection ->
          connection.wire().abort(Cause.DRAIN_FORCED, plan.close().status().reason()));
    }

    /** Whether the end of any has still to be counted and logged: it is told before that. */
    boolean isAnyLeft() {
      told.removeIf(connection -> !connections.isOpen(connection));
      return !told.isEmpty();
    }
  }

  private boolean hasTime() {
    return !isHastened && !isBrokenOff;
  }

  /** Waits so long at most for news, and deals with all there are; false when there were none. */
  private boolean hear(long nanos) throws InterruptedException {
    Runnable next = news.poll(nanos, TimeUnit.NANOSECONDS);
    boolean hasHeard = next != null;
    while (next != null) {
      next.run();
      next = news.poll();
    }
    return hasHeard;
  }

  private static boolean isWithin(long start, Duration patience) {
    return since(start) < patience.toNanos();
  }

  private static long since(long start) {
    return System.nanoTime() - start;
  }
}
