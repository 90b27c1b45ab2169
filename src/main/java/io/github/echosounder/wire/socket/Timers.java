package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.settings.SettingText;
import io.github.echosounder.wire.frame.CloseCode;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Closes a connection for its silence or for its age, where a setting says so. */
final class Timers {

  private static final double AGE_JITTER = 0.1;

  private final EventExecutor loop;
  private final LongSupplier clock;
  private final CloseHandshake closing;
  private final ReadGate gate;
  private final Outbox outbox;
  private final UnaryOperator<Runnable> guard;
  private final Duration idleTimeout;
  private final Duration patience;
  private @Nullable ScheduledFuture<?> idle;
  private @Nullable ScheduledFuture<?> age;
  private long lastReadNanos;

  /** Bytes that waited for the peer when that was last looked at. */
  private long waiting;

  /** {@code guard} makes of an action one whose faults end the connection. */
  Timers(
      EventExecutor loop,
      SocketLimits limits,
      LongSupplier clock,
      ReadGate gate,
      Outbox outbox,
      CloseHandshake closing,
      UnaryOperator<Runnable> guard) {
    this.loop = loop;
    this.clock = clock;
    this.closing = closing;
    this.gate = gate;
    this.outbox = outbox;
    this.guard = guard;
    this.idleTimeout = limits.idleTimeout();
    this.patience = limits.closeTimeout();
    this.lastReadNanos = clock.getAsLong();
    if (!idleTimeout.isZero()) {
      watchIdle(idleTimeout.toNanos());
    }
    if (!limits.maxAge().isZero()) {
      // Connections that came together shall not all come back together.
      double factor = 1 - AGE_JITTER + ThreadLocalRandom.current().nextDouble(2 * AGE_JITTER);
      ServerClose old =
          new ServerClose(
              Cause.AGE, CloseCode.GOING_AWAY, "the connection's maximum age; connect again");
      long millis = (long) (limits.maxAge().toMillis() * factor);
      age = schedule(() -> closeOld(old), Duration.ofMillis(millis));
    }
  }

  /** A message that is not ended in time is not waited for: some never are. */
  private void closeOld(ServerClose old) {
    closing.startAtBoundary(old);
    age = schedule(() -> closing.start(old), patience);
  }

  /** Something came, or something else kept it from coming. */
  void read() {
    lastReadNanos = clock.getAsLong();
  }

  private void watchIdle(long nanos) {
    idle = schedule(this::checkIdle, Duration.ofNanos(nanos));
  }

  private ScheduledFuture<?> schedule(Runnable action, Duration delay) {
    return loop.schedule(guard.apply(action), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    if (isAtWork()) {
      read();
    }
    long left = idleTimeout.toNanos() - (clock.getAsLong() - lastReadNanos);
    if (left > 0) {
      watchIdle(left);
    } else if (gate.isHeld(Reason.SLOW_READER)) {
      // A Close could not reach it.
      closing.abort(
          Cause.SLOW_READER,
          "took none of its replies for " + SettingText.of(idleTimeout) + " (idle timeout)");
    } else {
      closing.start(
          new ServerClose(
              Cause.IDLE,
              CloseCode.GOING_AWAY,
              "nothing received for " + SettingText.of(idleTimeout) + " (idle timeout)"));
    }
  }

  /** Nothing can come from a peer that is not read from: but it may take its replies. */
  private boolean isAtWork() {
    if (!gate.isHeld(Reason.SLOW_READER)) {
      return !gate.isOpen() && !gate.isHeld(Reason.STALLED);
    }
    long before = waiting;
    waiting = outbox.waiting();
    return waiting != before;
  }

  void stop() {
    if (idle != null) {
      idle.cancel(false);
    }
    if (age != null) {
      age.cancel(false);
    }
  }
}
