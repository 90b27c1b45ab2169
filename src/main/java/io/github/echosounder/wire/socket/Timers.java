package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Ending;
import io.github.echosounder.session.Initiator;
import io.github.echosounder.wire.frame.CloseCode;
import io.github.echosounder.wire.frame.Limits;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection for its silence or for its age, where a setting says so. */
public final class Timers {

  private static final double AGE_JITTER = 0.1;

  private final EventExecutor loop;
  private final SocketHandler socket;
  private final long idleNanos;
  private @Nullable ScheduledFuture<?> idle;
  private @Nullable ScheduledFuture<?> age;
  private long lastReadNanos = System.nanoTime();

  public Timers(EventExecutor loop, Limits limits, SocketHandler socket) {
    this.loop = loop;
    this.socket = socket;
    this.idleNanos = limits.idleTimeout().toNanos();
    if (idleNanos > 0) {
      watchIdle(idleNanos);
    }
    if (!limits.maxAge().isZero()) {
      // Connections that came together shall not all come back together.
      double factor = 1 - AGE_JITTER + ThreadLocalRandom.current().nextDouble(2 * AGE_JITTER);
      Ending old = new Ending(Initiator.LIMIT, CloseCode.GOING_AWAY, "old enough; connect again");
      long millis = (long) (limits.maxAge().toMillis() * factor);
      long patience = limits.closeTimeout().toMillis();
      age = loop.schedule(() -> closeOld(old, patience), millis, TimeUnit.MILLISECONDS);
    }
  }

  /** A message that is not ended in time is not waited for: some never are. */
  private void closeOld(Ending old, long patienceMillis) {
    socket.closeAtBoundary(old);
    age = loop.schedule(() -> socket.close(old), patienceMillis, TimeUnit.MILLISECONDS);
  }

  public void read() {
    if (idleNanos > 0) {
      lastReadNanos = System.nanoTime();
    }
  }

  private void watchIdle(long nanos) {
    idle = loop.schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    long left = idleNanos - (System.nanoTime() - lastReadNanos);
    if (left > 0) {
      watchIdle(left);
    } else {
      socket.close(new Ending(Initiator.LIMIT, CloseCode.GOING_AWAY, "nothing received for long"));
    }
  }

  public void stop() {
    if (idle != null) {
      idle.cancel(false);
    }
    if (age != null) {
      age.cancel(false);
    }
  }
}
