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
import io.github.echosounder.settings.SettingText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes leave of the connections, at the end of the process or in a rehearsal of it. */
@ApplicationScoped
public class Drain implements ConnectionObserver {

  private static final Logger LOG = Logger.getLogger("echosounder.drain");
  private static final String REASON = "this instance is leaving; connect again";

  private final Connections connections;
  private final Entrance entrance;
  private final Departure.Plan plan;

  /** The one that is under way; null when none is. The last one stays. */
  private final AtomicReference<@Nullable Departure> departure = new AtomicReference<>();

  private volatile boolean isHastened;

  private final LongAdder clean = new LongAdder();
  private final LongAdder forced = new LongAdder();

  @Inject
  public Drain(EchosounderConfig config, Connections connections, Entrance entrance) {
    this.connections = connections;
    this.entrance = entrance;
    this.plan =
        new Departure.Plan(
            config.drain().routingGrace(),
            config.drain().window(),
            config.closeTimeout(),
            new ServerClose(Cause.DRAIN, config.drain().closeCode(), REASON));
  }

  public boolean isUnderWay() {
    return departure.get() != null;
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
    isHastened = true;
    Departure underWay = departure.get();
    if (underWay != null) {
      underWay.hasten();
    }
  }

  /**
   * Closes everything, as at the end of the process; returns when all is closed. A rehearsal that
   * is under way is broken off: routers have to be waited for from now on.
   */
  public void leave() throws InterruptedException {
    Departure last = new Departure(plan, connections, entrance::close);
    Departure rehearsal = departure.getAndSet(last);
    if (rehearsal != null) {
      rehearsal.breakOff();
    }
    if (isHastened) {
      last.hasten();
    }
    run(last);
  }

  /** The same without the end: afterwards this instance serves on. False: one is under way. */
  public boolean rehearse() {
    Departure rehearsal = new Departure(plan, connections, null);
    if (!departure.compareAndSet(null, rehearsal)) {
      return false;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                run(rehearsal);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                departure.compareAndSet(rehearsal, null);
              }
            },
            "drain-rehearsal");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  private void run(Departure departure) throws InterruptedException {
    long cleanBefore = cleanEnds();
    long forcedBefore = forcedEnds();
    LOG.infof(
        "drain begins open=%d routing-grace=%s window=%s",
        connections.count(), SettingText.of(plan.grace()), SettingText.of(plan.window()));
    departure.run();
    LOG.infof(
        "drain %s clean=%d forced=%d",
        departure.isBrokenOff() ? "rehearsal broken off by the end of this instance" : "ends",
        cleanEnds() - cleanBefore,
        forcedEnds() - forcedBefore);
  }

  @Override
  public void opened(Connection connection) {
    Departure underWay = departure.get();
    if (underWay != null) {
      underWay.joined(connection);
    }
  }

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public void closed(Connection connection, Verdict verdict) {
    if (verdict.cause() == Cause.DRAIN) {
      clean.increment();
    } else if (verdict.cause() == Cause.DRAIN_FORCED) {
      forced.increment();
    }
    Departure underWay = departure.get();
    if (underWay != null) {
      underWay.ended(connection);
    }
  }
}
