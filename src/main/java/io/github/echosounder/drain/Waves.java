package io.github.echosounder.drain;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Spreads the closes over a window: each connection has its own slice of it and a random moment in
 * that slice, so that there is neither a burst nor a rhythm. Those that join meanwhile get a moment
 * in what is left.
 */
final class Waves {

  /** How often it looks for connections that joined. */
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private final Connections connections;
  private final Consumer<Connection> close;
  private final Set<String> planned = new HashSet<>();
  private final PriorityQueue<Plan> plans =
      new PriorityQueue<>(Comparator.comparingLong(Plan::atNanos));

  private record Plan(long atNanos, Connection connection) {}

  /** Waits. */
  interface Wait {
    /** Whether the wait was cut short, and the rest shall not be waited for. */
    boolean isCutShortWithin(long nanos) throws InterruptedException;
  }

  Waves(Connections connections, Consumer<Connection> close) {
    this.connections = connections;
    this.close = close;
  }

  void over(Duration window, Wait wait) throws InterruptedException {
    long start = System.nanoTime();
    long now = 0;
    while (now < window.toNanos() && connections.count() > 0) {
      plan(now, window.toNanos());
      while (!plans.isEmpty() && plans.peek().atNanos() <= now) {
        close.accept(plans.remove().connection());
      }
      long next = plans.isEmpty() ? window.toNanos() : plans.peek().atNanos();
      long pause = Math.max(1, Math.min(Math.min(next, window.toNanos()) - now, LOOK_NANOS));
      if (wait.isCutShortWithin(pause)) {
        return;
      }
      now = System.nanoTime() - start;
    }
  }

  private void plan(long now, long end) {
    var joined =
        connections.all().stream().filter(connection -> planned.add(connection.id())).toList();
    for (int i = 0; i < joined.size(); i++) {
      double moment = (i + ThreadLocalRandom.current().nextDouble()) / joined.size();
      plans.add(new Plan(now + (long) (moment * (end - now)), joined.get(i)));
    }
  }
}
