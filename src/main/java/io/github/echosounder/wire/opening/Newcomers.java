package io.github.echosounder.wire.opening;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
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

  /** Of each event loop, in the order in which they were last heard from. */
  private final FastThreadLocal<Set<HandshakeDeadline>> ofLoop =
      new FastThreadLocal<>() {
        @Override
        protected Set<HandshakeDeadline> initialValue() {
          return new LinkedHashSet<>();
        }
      };

  Newcomers(int most) {
    this.most = most;
  }

  void add(HandshakeDeadline newcomer) {
    if (ofLoop.get().add(newcomer) && number.incrementAndGet() > most) {
      dropOldest();
    }
  }

  void heardFrom(HandshakeDeadline newcomer) {
    Set<HandshakeDeadline> all = ofLoop.get();
    if (all.remove(newcomer)) {
      all.add(newcomer);
    }
  }

  void remove(HandshakeDeadline newcomer) {
    if (ofLoop.get().remove(newcomer)) {
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
    Iterator<HandshakeDeadline> all = ofLoop.get().iterator();
    if (all.hasNext()) {
      all.next().giveUp();
    }
  }
}
