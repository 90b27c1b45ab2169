package io.github.echosounder.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which connection is closed at which moment of a window. Those open at its beginning have a slice
 * of it each and a random moment in that slice, so that there is neither a burst nor a rhythm; one
 * that joins later has a random moment in what is left. It has no clock: moments are nanoseconds
 * since the window's beginning.
 */
final class Waves<T> {

  private final long end;
  private final DoubleSupplier random;
  private final Set<T> known = new HashSet<>();
  private final Set<T> waiting = new HashSet<>();
  private final PriorityQueue<Planned<T>> plans =
      new PriorityQueue<>(Comparator.comparingLong(Planned::moment));

  private record Planned<T>(long moment, T connection) {}

  /** {@code random} gives numbers from 0 to below 1. */
  Waves(Duration window, DoubleSupplier random) {
    this.end = window.toNanos();
    this.random = random;
  }

  /** They are open when the window begins. */
  void begin(Collection<T> open) {
    double slice = (double) end / open.size();
    int i = 0;
    for (T connection : open) {
      plan(connection, (long) (slice * (i++ + random.getAsDouble())));
    }
  }

  /** It has joined; of no consequence for one that is known. */
  void join(T connection, long now) {
    long left = Math.max(0, end - now);
    plan(connection, now + (long) (left * random.getAsDouble()));
  }

  private void plan(T connection, long moment) {
    if (known.add(connection)) {
      waiting.add(connection);
      plans.add(new Planned<>(moment, connection));
    }
  }

  /** It has ended by itself. */
  void end(T connection) {
    waiting.remove(connection);
  }

  /** Those whose moment has come since the last call, in order. */
  List<T> due(long now) {
    List<T> due = new ArrayList<>();
    for (Planned<T> next = next(); next != null && next.moment() <= now; next = next()) {
      plans.remove();
      waiting.remove(next.connection());
      due.add(next.connection());
    }
    return due;
  }

  /** The moment at which somebody is due next; the window's end when nobody is. */
  long nextMoment() {
    Planned<T> next = next();
    return next == null ? end : next.moment();
  }

  private @Nullable Planned<T> next() {
    while (!plans.isEmpty() && !waiting.contains(plans.element().connection())) {
      plans.remove();
    }
    return plans.peek();
  }
}
