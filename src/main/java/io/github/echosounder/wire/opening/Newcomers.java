package io.github.echosounder.wire.opening;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections that are no WebSockets, or not yet: their number is bounded, and what they hold
 * of unfinished heads. Beyond that the one goes that has been silent for longest, since a client
 * that means it needs but a moment.
 */
@Singleton
final class Newcomers {

  /** Where there are to be few connections, there may be more that are no WebSockets. */
  private static final int MOST_AT_LEAST = 1_000;

  /** Of the budget, so much is theirs: a head has 20 KiB at most, and nearly all come whole. */
  private static final int SHARE = 16;

  private final int most;
  private final HeldMemory memory;
  private final AtomicInteger number = new AtomicInteger();

  /**
   * By the threads of the event loops. It goes with the application, and so do the loops' parts.
   */
  private final Map<Thread, OfLoop> loops = new ConcurrentHashMap<>();

  /** What the newcomers of one event loop share. */
  private static final class OfLoop {
    /** In the order in which they were last heard from. */
    private final Set<HandshakeDeadline> all = new LinkedHashSet<>();

    private final AdmissionQueue queue = new AdmissionQueue();
  }

  @Inject
  Newcomers(EchosounderConfig config, HeldMemory memory) {
    this(Math.max(MOST_AT_LEAST, config.maxConnections()), memory.setAside(memory.limit() / SHARE));
  }

  /** {@code memory} is for what they hold, and for nobody else. */
  Newcomers(int most, HeldMemory memory) {
    this.most = most;
    this.memory = memory;
  }

  private OfLoop ofThisLoop() {
    return loops.computeIfAbsent(Thread.currentThread(), thread -> new OfLoop());
  }

  /** Where those of this event loop wait for their turn. */
  AdmissionQueue queue() {
    return ofThisLoop().queue;
  }

  void add(HandshakeDeadline newcomer) {
    if (ofThisLoop().all.add(newcomer) && number.incrementAndGet() > most) {
      dropOldest();
    }
  }

  void heardFrom(HandshakeDeadline newcomer) {
    Set<HandshakeDeadline> all = ofThisLoop().all;
    if (all.remove(newcomer)) {
      all.add(newcomer);
    }
  }

  void remove(HandshakeDeadline newcomer) {
    if (ofThisLoop().all.remove(newcomer)) {
      number.decrementAndGet();
    }
  }

  /** So many bytes more are held, or fewer; whether there was room for them. */
  boolean hold(long more) {
    return memory.count(more);
  }

  /** Where there is no room for what is not complete, the oldest of such leave theirs. */
  void makeRoom() {
    if (memory.held() <= memory.limit()) {
      return;
    }
    for (HandshakeDeadline oldest : List.copyOf(ofThisLoop().all)) {
      if (memory.held() <= memory.limit()) {
        return;
      }
      if (oldest.isHolding()) {
        oldest.giveUp();
      }
    }
  }

  private void dropOldest() {
    Iterator<HandshakeDeadline> all = ofThisLoop().all.iterator();
    if (all.hasNext()) {
      all.next().giveUp();
    }
  }
}
