package io.github.echosounder.drain;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Entrance;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Takes leave of the connections. First the routing grace: everything is served as before, only
 * readiness is gone, for routers learn later than the pod. Then the window: the connections are
 * closed one by one, evenly and with jitter, each at a message boundary behind its last echo, so
 * that their clients come back elsewhere one by one too. Then nobody is let in any more, and what
 * is left is closed at once.
 */
@ApplicationScoped
public class Drain implements ConnectionObserver {

  private static final Logger LOG = Logger.getLogger("echosounder.drain");
  private static final String REASON = "this instance is leaving; connect again";

  /** For a handshake that was on its way when the entrance closed. */
  private static final Duration LAST_ARRIVALS = Duration.ofMillis(500);

  private final Connections connections;
  private final Entrance entrance;
  private final Duration grace;
  private final Duration window;
  private final Duration closeTimeout;
  private final int code;

  /** What is waited for when there is no time. */
  private static final Duration HASTE = Duration.ofSeconds(1);

  /** Not for a rehearsal: the end of the process. */
  private volatile boolean isLeaving;

  private final AtomicBoolean isUnderWay = new AtomicBoolean();

  /** A permit is there once the drain shall hurry. */
  private final Semaphore haste = new Semaphore(0);

  private final LongAdder clean = new LongAdder();
  private final LongAdder forced = new LongAdder();

  @Inject
  public Drain(EchosounderConfig config, Connections connections, Entrance entrance) {
    this.connections = connections;
    this.entrance = entrance;
    this.grace = config.drain().routingGrace();
    this.window = config.drain().window();
    this.closeTimeout = config.closeTimeout();
    this.code = config.drain().closeCode();
  }

  public boolean isUnderWay() {
    return isUnderWay.get();
  }

  /** Connections that are still to be closed; zero when no drain is under way. */
  public int remaining() {
    return isUnderWay() ? connections.count() : 0;
  }

  /** Connections that answered the drain's Close. */
  public long cleanEnds() {
    return clean.sum();
  }

  /** Connections that did not, and lost TCP instead. */
  public long forcedEnds() {
    return forced.sum();
  }

  /** From now on there is no waiting: a second SIGTERM. */
  public void hasten() {
    haste.release();
  }

  /** Closes everything, as at the end of the process; returns when all is closed. */
  public void leave() throws InterruptedException {
    isLeaving = true;
    isUnderWay.set(true);
    run();
  }

  /** The same without the end: afterwards this instance serves on. False: one is under way. */
  public boolean rehearse() {
    if (!isUnderWay.compareAndSet(false, true)) {
      return false;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                // Unless it has become the real thing meanwhile.
                isUnderWay.set(isLeaving);
              }
            },
            "drain-rehearsal");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  private void run() throws InterruptedException {
    long cleanBefore = cleanEnds();
    long forcedBefore = forcedEnds();
    LOG.infof(
        "drain begins open=%d routing-grace=%s window=%s", connections.count(), grace, window);
    if (!isHastenedWithin(grace.toNanos())) {
      new Waves(connections, this::close).over(window, this::isHastenedWithin);
    }
    if (isLeaving) {
      // Who comes now would be sent away at once, and by a proxy that does not know be sent here
      // again.
      entrance.close();
      closeTheRest(connections.all(), LAST_ARRIVALS);
    } else {
      // In a rehearsal those who come back are to stay.
      closeTheRest(List.copyOf(connections.all()), Duration.ZERO);
    }
    LOG.infof(
        "drain ends clean=%d forced=%d", cleanEnds() - cleanBefore, forcedEnds() - forcedBefore);
  }

  /**
   * A Close for each, also for those that come while it waits; TCP ends for whom it is not enough.
   */
  private void closeTheRest(Collection<Connection> rest, Duration atLeast)
      throws InterruptedException {
    Duration patience = haste.availablePermits() > 0 ? HASTE : closeTimeout;
    Set<String> told = new HashSet<>();
    long start = System.nanoTime();
    while (isWithin(start, atLeast) || (isAnyOpen(rest) && isWithin(start, patience))) {
      rest.stream()
          .filter(connection -> told.add(connection.id()))
          .forEach(connection -> connection.wire().close(goodbye()));
      Thread.sleep(10);
    }
    rest.forEach(connection -> connection.wire().abort(Cause.DRAIN_FORCED, REASON));
    long aborted = System.nanoTime();
    while (isAnyOpen(rest) && isWithin(aborted, HASTE)) {
      Thread.sleep(10);
    }
  }

  private boolean isAnyOpen(Collection<Connection> some) {
    return some.stream().anyMatch(connections::isOpen);
  }

  private void close(Connection connection) {
    connection.wire().closeAtBoundary(goodbye());
  }

  private ServerClose goodbye() {
    return new ServerClose(Cause.DRAIN, code, REASON);
  }

  private static boolean isWithin(long start, Duration patience) {
    return System.nanoTime() - start < patience.toNanos();
  }

  private boolean isHastenedWithin(long nanos) throws InterruptedException {
    if (haste.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      haste.release();
      return true;
    }
    return false;
  }

  @Override
  public void opened(Connection connection) {}

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public void closed(Connection connection, Verdict verdict) {
    if (verdict.cause() == Cause.DRAIN) {
      clean.increment();
    } else if (verdict.cause() == Cause.DRAIN_FORCED) {
      forced.increment();
    }
  }
}
