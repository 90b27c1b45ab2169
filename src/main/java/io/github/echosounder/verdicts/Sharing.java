package io.github.echosounder.verdicts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.session.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells Redis what this instance knows, on a thread of its own. Who has something to tell never
 * waits: what Redis does not take at once is counted and left out, and is told again from memory
 * when Redis takes it. Of what is open it is told again what has changed, so many at each beat.
 */
class Sharing implements Runnable {

  private static final Logger LOG = Logger.getLogger("echosounder.verdicts");

  /** An instance says so often that it is there. */
  static final Duration BEAT = Duration.ofSeconds(5);

  /** Who has not said so for so long is gone. */
  static final Duration SILENCE = BEAT.multipliedBy(3);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_WAITING = 4096;
  private static final int MOST_AT_ONCE = 128;

  /** Of the open connections, Redis is told of so many again at a beat. */
  static final int MOST_REFRESHED = 2048;

  /** A byte's time is that of the pass that brought it, a little before it is counted. */
  private static final long PASS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RedisServer redis;
  private final String instance;
  private final long keepMillis;
  private final Writes writes;
  private final Memory memory;
  private final BlockingQueue<Supplier<@Nullable Kept>> waiting =
      new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread thread = new Thread(this, "echosounder-verdicts");

  private volatile boolean isEnding;

  /** Since when every beat has been answered; zero while Redis fails. */
  private volatile long answeringSince;

  private boolean isFailureLogged;
  private long nextBeat = System.nanoTime();
  private long toldLeftOut;

  /** What is told again because Redis has missed it. */
  private Iterator<? extends Kept> retelling = Collections.emptyIterator();

  /** The open connections of a sweep: those of them that have changed are told again. */
  private Iterator<Connection> sweep = Collections.emptyIterator();

  private boolean isOfAll;
  private int refreshesLeft;
  private long sweepNanos = System.nanoTime();
  private long sweepMillis = System.currentTimeMillis();
  private long previousNanos;
  private long previousMillis;

  /** What an instance knows. */
  interface Memory {

    Collection<? extends Kept> past();

    Collection<Connection> open();

    /** Null where its end is, or is about to be, told. */
    @Nullable Account account(Connection open);
  }

  /**
   * For one instance.
   *
   * @param keep how long Redis is to remember
   * @param isListed whether Redis is to know of all, and not only by id and label
   */
  Sharing(
      RedisServer redis,
      ObjectMapper json,
      String instance,
      Duration keep,
      boolean isListed,
      Memory memory) {
    this.redis = redis;
    this.instance = instance;
    this.keepMillis = keep.toMillis();
    this.writes = new Writes(json, keepMillis, isListed);
    this.memory = memory;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** What is waiting is still told, if Redis takes it in time. */
  void end() throws InterruptedException {
    isEnding = true;
    thread.join(PATIENCE.toMillis());
  }

  /**
   * Never waits.
   *
   * @param news is asked on this thread, when Redis is told; null where there is none any more
   */
  void tell(Supplier<@Nullable Kept> news) {
    if (!waiting.offer(news)) {
      leftOut.incrementAndGet();
    }
  }

  /** What Redis did not take at once. */
  long leftOut() {
    return leftOut.get();
  }

  boolean isAnswering() {
    return answeringSince != 0;
  }

  /** Whether Redis has answered for so long that who is silent there is gone. */
  boolean isSureOfSilence() {
    long since = answeringSince;
    return since != 0 && System.nanoTime() - since > SILENCE.plus(BEAT).toNanos();
  }

  @Override
  public void run() {
    try {
      while (!isEnding || !waiting.isEmpty()) {
        if (System.nanoTime() - nextBeat >= 0) {
          beat();
        }
        tellWaiting();
        tellAgain();
      }
      if (isAnswering()) {
        send(List.of(List.of("DEL", Keys.beat(instance))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellWaiting() throws InterruptedException {
    boolean isIdle = !isEnding && !retelling.hasNext() && !isSweeping();
    Supplier<@Nullable Kept> first = waiting.poll(isIdle ? 100 : 0, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Supplier<@Nullable Kept>> batch = new ArrayList<>(MOST_AT_ONCE);
    batch.add(first);
    waiting.drainTo(batch, MOST_AT_ONCE - 1);
    if (!isAnswering() || !send(writes.of(latest(batch)))) {
      leftOut.addAndGet(batch.size());
    }
  }

  /** What is told last of a connection holds. */
  private static Collection<Kept> latest(List<Supplier<@Nullable Kept>> batch) {
    Map<String, Kept> latest = new LinkedHashMap<>();
    for (Supplier<@Nullable Kept> news : batch) {
      Kept kept = news.get();
      if (kept != null) {
        latest.put(kept.id(), kept);
      }
    }
    return latest.values();
  }

  private void beat() throws InterruptedException {
    nextBeat = System.nanoTime() + BEAT.toNanos();
    List<List<String>> time = replies(List.of(List.of("TIME")));
    boolean isTaken =
        time != null
            && send(
                List.of(
                    List.of(
                        "SET",
                        Keys.beat(instance),
                        time.get(0).get(0),
                        "PX",
                        Long.toString(Math.max(keepMillis, 4 * SILENCE.toMillis())))));
    if (!isTaken) {
      return;
    }
    long missed = leftOut.get();
    if (answeringSince == 0) {
      answeringSince = System.nanoTime();
      if (isFailureLogged) {
        isFailureLogged = false;
        LOG.info("Redis answers again: it is told what it missed");
      }
      tellEverything();
    } else if (missed != toldLeftOut && !retelling.hasNext()) {
      tellEverything();
    } else if (!sweep.hasNext()) {
      sweep(false);
    }
    toldLeftOut = missed;
    refreshesLeft = MOST_REFRESHED;
  }

  private void tellEverything() {
    retelling = memory.past().iterator();
    sweep(true);
  }

  private void sweep(boolean ofAll) {
    previousNanos = sweepNanos - PASS_NANOS;
    previousMillis = sweepMillis;
    sweepNanos = System.nanoTime();
    sweepMillis = System.currentTimeMillis();
    isOfAll = ofAll;
    sweep = memory.open().iterator();
  }

  private boolean isSweeping() {
    return sweep.hasNext() && refreshesLeft > 0;
  }

  /** One batch: others wait. */
  private void tellAgain() throws InterruptedException {
    if (!isAnswering() || isEnding) {
      return;
    }
    List<Kept> some = new ArrayList<>();
    while (some.size() < MOST_AT_ONCE && retelling.hasNext()) {
      some.add(retelling.next());
    }
    while (some.size() < MOST_AT_ONCE && isSweeping()) {
      Connection open = sweep.next();
      if (isOfAll || open.isActiveSince(previousNanos) || isForgottenSoon(open)) {
        Account account = memory.account(open);
        if (account != null) {
          some.add(account);
          refreshesLeft--;
        }
      }
    }
    if (!some.isEmpty()) {
      send(writes.of(some));
    }
  }

  /** Redis forgets: it is told of each, at a time of its own, three times before. */
  private boolean isForgottenSoon(Connection open) {
    long period = keepMillis / 3;
    long offset = Math.floorMod(open.id().hashCode(), period);
    return (previousMillis + offset) / period != (sweepMillis + offset) / period;
  }

  private boolean send(List<List<String>> commands) throws InterruptedException {
    return replies(commands) != null;
  }

  /** Null when Redis fails, which is logged once until it answers again. */
  private @Nullable List<List<String>> replies(List<List<String>> commands)
      throws InterruptedException {
    try {
      return redis.send(commands, PATIENCE).get();
    } catch (ExecutionException | RuntimeException fault) {
      answeringSince = 0;
      if (!isFailureLogged) {
        isFailureLogged = true;
        LOG.warnf(
            "Redis does not take verdicts: %s; until it does this instance answers from its memory"
                + " alone",
            reason(fault));
      }
      return null;
    }
  }

  /** Of several errors, which come in a line each, the first. */
  private static String reason(Exception fault) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    return cause instanceof TimeoutException
        ? "no answer within " + PATIENCE.toSeconds() + "s"
        : String.valueOf(cause.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("^ERR \\[\\d+] ", "");
  }
}
