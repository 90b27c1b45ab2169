package io.github.echosounder.wire.socket;

import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Sends pings (RFC 6455, 5.5.2) and measures how long their pongs take. */
final class Pings {

  /** How many may be unanswered before the oldest one is forgotten. */
  private static final int MOST = 64;

  private final LongConsumer roundTrips;
  private final Outbox outbox;
  private final CloseHandshake closing;
  private final LongSupplier clock;
  private final ScheduledFuture<?> interval;

  /** When those without a pong were sent, which is their payload too. */
  private final Deque<Long> unanswered = new ArrayDeque<>();

  /** {@code guard} makes of an action one whose faults end the connection. */
  Pings(
      EventExecutor loop,
      Duration interval,
      LongSupplier clock,
      LongConsumer roundTrips,
      Outbox outbox,
      CloseHandshake closing,
      UnaryOperator<Runnable> guard) {
    this.roundTrips = roundTrips;
    this.outbox = outbox;
    this.closing = closing;
    this.clock = clock;
    long millis = interval.toMillis();
    this.interval =
        loop.scheduleAtFixedRate(guard.apply(this::send), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** None after a Close (5.5.1), and none while replies wait for the peer: it would wait too. */
  private void send() {
    if (!closing.isOpen() || outbox.isBlocked()) {
      return;
    }
    if (unanswered.size() == MOST) {
      unanswered.remove();
    }
    long now = clock.getAsLong();
    unanswered.add(now);
    byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(now).array();
    outbox.write(FrameWriter.control(Opcode.PING, payload, payload.length));
    outbox.flush();
  }

  /**
   * 5.5.3: a pong carries its ping's payload, and may stand for those before it too; others do not
   * tell of a round trip.
   */
  void answered(byte[] payload, int length) {
    if (length != Long.BYTES) {
      return;
    }
    long sent = ByteBuffer.wrap(payload).getLong();
    if (unanswered.contains(sent)) {
      while (unanswered.remove() != sent) {
        // Stood for.
      }
      roundTrips.accept(clock.getAsLong() - sent);
    }
  }

  void stop() {
    interval.cancel(false);
  }
}
