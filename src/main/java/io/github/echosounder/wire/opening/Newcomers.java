package io.github.echosounder.wire.opening;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections that are no WebSockets, or not yet: their number is bounded, and what they hold
 * of unfinished heads. Beyond that the one goes that has been silent for longest, since a client
 * that means it needs but a moment.
 */
final class Newcomers {

  /** A head has 20 KiB at most, and nearly all come whole. */
  static final long MOST_BYTES = 16L << 20;

  private final int most;
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

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

  Newcomers(int most) {
    this.most = most;
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

  /** So many bytes of heads are held more, or less. */
  void hold(long more) {
    if (bytes.addAndGet(more) > MOST_BYTES && more > 0) {
      dropOldest();
    }
  }

  private void dropOldest() {
    Iterator<HandshakeDeadline> all = ofThisLoop().all.iterator();
    if (all.hasNext()) {
      all.next().giveUp();
    }
  }
}
