package io.github.echosounder.verdicts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells Redis what this instance knows, on a thread of its own. Who has something to tell never
 * waits: what Redis does not take at once is counted and left out, and is told again from memory
 * when Redis is back.
 */
final class Sharing implements Runnable {

  private static final Logger LOG = Logger.getLogger("echosounder.verdicts");

  /** An instance says so often that it is there. */
  static final Duration BEAT = Duration.ofSeconds(5);

  /** Who has not said so for so long is gone. */
  static final Duration SILENCE = BEAT.multipliedBy(3);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_WAITING = 4096;
  private static final int MOST_AT_ONCE = 128;

  /** Redis keeps the ids of so many under one label, the newest. */
  static final int MOST_LABELLED = 100;

  private final RedisServer redis;
  private final ObjectMapper json;
  private final String instance;
  private final long keepMillis;
  private final Supplier<List<? extends Kept>> memory;
  private final Supplier<List<String>> openIds;
  private final Function<String, @Nullable Account> find;
  private final BlockingQueue<Kept> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread thread = new Thread(this, "echosounder-verdicts");

  private volatile boolean isEnding;

  /** Since when every beat has been answered; zero while Redis fails. */
  private volatile long answeringSince;

  private boolean isFailureLogged;
  private long nextBeat = System.nanoTime();
  private Iterator<String> refreshing = Collections.emptyIterator();
  private int refreshedPerBeat;

  /**
   * For one instance.
   *
   * @param memory all that it knows
   * @param openIds of its open connections
   * @param find what it knows of one
   */
  Sharing(
      RedisServer redis,
      ObjectMapper json,
      String instance,
      Duration keep,
      Supplier<List<? extends Kept>> memory,
      Supplier<List<String>> openIds,
      Function<String, @Nullable Account> find) {
    this.redis = redis;
    this.json = json;
    this.instance = instance;
    this.keepMillis = keep.toMillis();
    this.memory = memory;
    this.openIds = openIds;
    this.find = find;
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

  /** Never waits. */
  void tell(Kept kept) {
    if (!waiting.offer(kept)) {
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
      }
      if (isAnswering()) {
        send(List.of(List.of("DEL", Keys.beat(instance))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellWaiting() throws InterruptedException {
    Kept first = waiting.poll(isEnding ? 0 : 100, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Kept> batch = new ArrayList<>(MOST_AT_ONCE);
    batch.add(first);
    waiting.drainTo(batch, MOST_AT_ONCE - 1);
    if (!isAnswering() || !send(commands(batch))) {
      leftOut.addAndGet(batch.size());
    }
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
    if (answeringSince == 0) {
      answeringSince = System.nanoTime();
      if (isFailureLogged) {
        isFailureLogged = false;
        LOG.info("Redis answers again: it is told what it missed");
      }
      tellAll(memory.get());
    } else {
      refresh();
    }
  }

  /** Redis forgets: of what is open it is told again well before. */
  private void refresh() throws InterruptedException {
    if (!refreshing.hasNext()) {
      List<String> all = openIds.get();
      refreshing = all.iterator();
      refreshedPerBeat = (int) (3L * all.size() * BEAT.toMillis() / keepMillis) + 1;
    }
    List<Kept> some = new ArrayList<>();
    for (int i = 0; i < refreshedPerBeat && refreshing.hasNext(); i++) {
      Account known = find.apply(refreshing.next());
      if (known != null) {
        some.add(known);
      }
    }
    tellAll(some);
  }

  private void tellAll(List<? extends Kept> all) throws InterruptedException {
    for (int from = 0; from < all.size() && isAnswering(); from += MOST_AT_ONCE) {
      send(commands(all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE))));
    }
  }

  private List<List<String>> commands(List<? extends Kept> batch) {
    String keep = Long.toString(keepMillis);
    List<List<String>> commands = new ArrayList<>();
    for (Kept kept : batch) {
      commands.add(List.of("SET", Keys.entry(kept.kind(), kept.id()), text(kept), "PX", keep));
      String label = kept.label();
      if (label != null) {
        String key = Keys.label(kept.kind(), label);
        commands.add(List.of("ZADD", key, Long.toString(kept.beganMillis()), kept.id()));
        commands.add(List.of("ZREMRANGEBYRANK", key, "0", Integer.toString(-MOST_LABELLED - 1)));
        commands.add(List.of("PEXPIRE", key, keep));
      }
    }
    return commands;
  }

  private String text(Kept kept) {
    try {
      return json.writeValueAsString(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers are always JSON", e);
    }
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
