package io.github.echosounder.load;

import io.github.echosounder.client.Client;
import io.github.echosounder.client.Failure;
import io.github.echosounder.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Drives its share of the lanes, on one event loop. Where not said otherwise, for that loop. */
final class Driver implements AutoCloseable {

  /** Handshakes that are under way at once: those of all at once would be another test. */
  private static final int OPENINGS_AT_ONCE = 100;

  private static final long SHORTEST_TICK_NANOS = 20_000;
  private static final long PROGRESS_MILLIS = 250;

  private final Client client = new Client(1);
  private final Plan plan;
  private final Servers servers;
  private final List<Lane> lanes = new ArrayList<>();
  private final Tally tally = new Tally();

  /** Messages due on all lanes of this driver: how far the schedule of a fixed rate is. */
  private long ticks;

  private long beganNanos;
  private int nextToOpen;
  private int opening;
  private int linksOpen;
  private int over;
  private int failures;
  private @Nullable Failure firstFailure;
  private @Nullable Response firstResponse;

  private long stoppedNanos;
  private boolean isStopped;
  private boolean isClosing;

  // For other threads.
  private volatile long threadId;
  private volatile Progress progress = Progress.NONE;

  /**
   * How far a driver is.
   *
   * @param over lanes that do not come back
   * @param failures attempts that opened no connection
   * @param faults messages lost, duplicated, reordered or altered, as far as it is known
   */
  record Progress(
      int open,
      int opened,
      int over,
      int failures,
      long sent,
      long echoed,
      long faults,
      long reconnected,
      boolean isEverythingAnswered,
      boolean isLateOneAwaited) {

    static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, 0, 0, false, false);

    Progress plus(Progress other) {
      return new Progress(
          open + other.open,
          opened + other.opened,
          over + other.over,
          failures + other.failures,
          sent + other.sent,
          echoed + other.echoed,
          faults + other.faults,
          reconnected + other.reconnected,
          isEverythingAnswered && other.isEverythingAnswered,
          isLateOneAwaited || other.isLateOneAwaited);
    }
  }

  /** The lanes of these ids are its own: from {@code index} on, each {@code drivers}th. */
  Driver(Plan plan, Servers servers, Content content, int index, int drivers) {
    this.plan = plan;
    this.servers = servers;
    for (int id = index; id < plan.connections(); id += drivers) {
      lanes.add(new Lane(id, this, plan, content, tally));
    }
  }

  // ------------------------------------------------------ for other threads

  /** Begins, at that time of {@link System#nanoTime}. */
  void start(long atNanos) {
    client.execute(() -> {
      threadId = Thread.currentThread().getId();
      beganNanos = atNanos;
      openMore();
      publish();
      if (plan.hasRate()) {
        tick();
      }
    });
  }

  /** Sends nothing new any more. */
  void stop() {
    client.execute(() -> {
      isStopped = true;
      stoppedNanos = System.nanoTime();
    });
  }

  /** Closes what is open. */
  void end() {
    client.execute(() -> {
      isClosing = true;
      lanes.forEach(Lane::close);
    });
  }

  /** What it has counted, once nothing is done here any more. */
  CompletableFuture<Tally> tally() {
    CompletableFuture<Tally> counted = new CompletableFuture<>();
    client.execute(() -> counted.complete(tally));
    return counted;
  }

  /** Whether every connection has ended. */
  CompletableFuture<Boolean> hasEnded() {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    client.execute(() -> ended.complete(linksOpen == 0));
    return ended;
  }

  CompletableFuture<Progress> progressNow() {
    CompletableFuture<Progress> now = new CompletableFuture<>();
    client.execute(() -> now.complete(measure()));
    return now;
  }

  /** As of a moment ago. */
  Progress progress() {
    return progress;
  }

  /** Its event loop's thread; 0 before it runs. */
  long threadId() {
    return threadId;
  }

  /** What kept the first connection that failed from opening; for after the end. */
  @Nullable Failure firstFailure() {
    return firstFailure;
  }

  /** What answered the first handshake that opened; for after the end. */
  @Nullable Response firstResponse() {
    return firstResponse;
  }

  @Override
  public void close() {
    client.close();
  }

  // ------------------------------------------------------------------ opens

  /** Lets further lanes open, as the ramp and the handshakes under way allow. */
  private void openMore() {
    while (!isStopped && nextToOpen < lanes.size() && opening < OPENINGS_AT_ONCE) {
      Lane next = lanes.get(nextToOpen);
      long wait = beganNanos + (long) (next.id() * plan.nanosBetweenOpenings()) - System.nanoTime();
      if (wait > 0) {
        client.schedule(this::openMore, wait, TimeUnit.NANOSECONDS);
        return;
      }
      nextToOpen++;
      next.open();
    }
  }

  void open(Lane.Link link) {
    opening++;
    client.open(plan.request(), servers.next(), link);
  }

  void opened() {
    linksOpen++;
    settled();
  }

  void failed(Failure failure) {
    if (firstFailure == null) {
      firstFailure = failure;
    }
    failures++;
    servers.lookUpAgain();
    settled();
  }

  private void settled() {
    opening--;
    if (opening == OPENINGS_AT_ONCE - 1) {
      openMore();
    }
  }

  void answered(Response response) {
    if (firstResponse == null) {
      firstResponse = response;
    }
  }

  void linkEnded() {
    linksOpen--;
    if (plan.isSurviving()) {
      servers.lookUpAgain();
    }
  }

  void over() {
    over++;
  }

  void schedule(Runnable task, long millis) {
    client.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Whether a lane shall open its connection again. */
  boolean wants(Lane lane) {
    return !isClosing && (!isStopped || lane.hasUnanswered());
  }

  // ------------------------------------------------------------------ sends

  boolean isStopped() {
    return isStopped;
  }

  long stoppedNanos() {
    return isStopped ? stoppedNanos : System.nanoTime();
  }

  /** When a lane's message of this round is due: the lanes take turns, evenly. */
  long due(int lane, long round) {
    return beganNanos + (long) ((lane + round * plan.connections()) * plan.nanosBetweenMessages());
  }

  /** The first round whose message of this lane is due at that time or later. */
  long round(int lane, long nanos) {
    double messages = (nanos - beganNanos) / plan.nanosBetweenMessages();
    return Math.max(0, (long) Math.ceil((messages - lane) / plan.connections()));
  }

  /** Sends what is due on the lanes whose turn it is. */
  private void tick() {
    if (isStopped || lanes.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    Lane next = lanes.get((int) (ticks % lanes.size()));
    while (due(next) <= now) {
      if (next.isOpen()) {
        tally.lateness(now - due(next));
        next.fillAndFlush(now);
      }
      ticks++;
      next = lanes.get((int) (ticks % lanes.size()));
    }
    client.schedule(
        this::tick,
        Math.max(SHORTEST_TICK_NANOS, due(next) - System.nanoTime()),
        TimeUnit.NANOSECONDS);
  }

  private long due(Lane next) {
    return due(next.id(), ticks / lanes.size());
  }

  // --------------------------------------------------------------- progress

  private void publish() {
    progress = measure();
    if (!isClosing) {
      client.schedule(this::publish, PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private Progress measure() {
    int open = 0;
    boolean isEverythingAnswered = true;
    boolean isLateOneAwaited = false;
    for (Lane lane : lanes) {
      open += lane.isOpen() ? 1 : 0;
      isEverythingAnswered &= !lane.hasUnanswered() && !lane.isOpeningFirst();
      isLateOneAwaited |= lane.isLateOneAwaited();
    }
    return new Progress(
        open,
        (int) tally.opened,
        over,
        failures,
        tally.sent,
        tally.echoed,
        tally.lost + tally.duplicated + tally.reordered + tally.altered,
        tally.reconnected,
        isEverythingAnswered,
        isLateOneAwaited);
  }
}
