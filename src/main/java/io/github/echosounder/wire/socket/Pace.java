package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.wire.reply.Reply;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replies that leave in order, each in its time and none faster than the rate. What waits counts as
 * held; beyond some of it the peer is not read from.
 */
final class Pace {

  /** Above this the peer is not read from until half of it has left. */
  private static final int MOST_HELD = 1024 * 1024;

  /**
   * Where all together hold more than this share of the budget, for nobody is more held than what a
   * read brought: what is under way then still has room.
   */
  private static final int CROWDED_SHARE = 4;

  /** How much may leave before others have their turn. */
  private static final int MOST_AT_ONCE = 1024 * 1024;

  private static final int LARGEST_PART = 64 * 1024;

  /** At a rate, so many parts leave in a second. */
  private static final int PARTS_PER_SECOND = 8;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final EventExecutor loop;
  private final LongSupplier clock;
  private final HeldMemory memory;
  private final Traffic traffic;
  private final Connection connection;
  private final Outbox outbox;
  private final Inbound inbound;
  private final UnaryOperator<Runnable> guard;
  private final long bytesPerSecond;
  private final int part;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long held;
  private long lastDue = Long.MIN_VALUE;

  /** When all that has left would have left without a second's worth at once. */
  private long paidUntil = Long.MIN_VALUE;

  private boolean isHurried;
  private @Nullable ScheduledFuture<?> timer;

  private record Waiting(Reply reply, long due) {}

  /**
   * A pace for one connection.
   *
   * @param guard makes of an action one whose faults end the connection
   * @param bytesPerSecond zero for no limit
   */
  Pace(
      EventExecutor loop,
      LongSupplier clock,
      HeldMemory memory,
      Traffic traffic,
      Connection connection,
      Outbox outbox,
      Inbound inbound,
      UnaryOperator<Runnable> guard,
      long bytesPerSecond) {
    this.loop = loop;
    this.clock = clock;
    this.memory = memory;
    this.traffic = traffic;
    this.connection = connection;
    this.outbox = outbox;
    this.inbound = inbound;
    this.guard = guard;
    this.bytesPerSecond = bytesPerSecond;
    this.part =
        bytesPerSecond == 0 ? LARGEST_PART : (int) Math.min(partOf(bytesPerSecond), LARGEST_PART);
  }

  /** So that a large reply leaves as evenly as many small ones; zero for no limit. */
  static long partOf(long bytesPerSecond) {
    return bytesPerSecond / PARTS_PER_SECOND;
  }

  /** A reply, which counts as held already, takes its place behind all others. */
  void add(Reply reply, long notBefore) {
    lastDue = Math.max(notBefore, lastDue);
    waiting.add(new Waiting(reply, lastDue));
    held += reply.heldBytes();
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** What is due is written; it leaves with the next flush. */
  void run() {
    long now = clock.getAsLong();
    int left = MOST_AT_ONCE;
    while (!waiting.isEmpty() && !outbox.isBlocked()) {
      long at = isHurried ? now : Math.max(waiting.element().due(), paidFor(now));
      if (at > now || left <= 0) {
        schedule(Math.max(at - now, 0));
        break;
      }
      left -= writePart(now);
    }
    holdOrRelease();
  }

  private void due() {
    timer = null;
    resume();
  }

  /** The peer has taken what waited, or the time has come. */
  void resume() {
    run();
    outbox.flush();
  }

  private long paidFor(long now) {
    if (bytesPerSecond == 0 || paidUntil == Long.MIN_VALUE) {
      return now;
    }
    return paidUntil + cost(part) - SECOND;
  }

  private long cost(int size) {
    return (long) ((double) size * SECOND / bytesPerSecond);
  }

  private int writePart(long now) {
    Reply reply = waiting.element().reply();
    var frames = reply.next(part);
    int size = frames.readableBytes();
    if (bytesPerSecond > 0) {
      paidUntil = Math.max(paidUntil, now) + cost(size);
    }
    if (reply.isOver()) {
      waiting.remove();
      free(reply);
      traffic.add(reply.isText() ? Count.TEXT_OUT : Count.BINARY_OUT, 1, reply.messageBytes());
      connection.countOut(1, reply.messageBytes());
    }
    outbox.write(frames);
    if (outbox.isFlushDue()) {
      outbox.flush();
    }
    return size;
  }

  private void free(Reply reply) {
    held -= reply.heldBytes();
    memory.free(reply.heldBytes());
    reply.release();
  }

  private void schedule(long nanos) {
    if (timer == null) {
      timer = loop.schedule(guard.apply(this::due), nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void holdOrRelease() {
    long most = Math.min(MOST_HELD, memory.share());
    boolean isCrowded = memory.held() > memory.limit() / CROWDED_SHARE;
    if (held > 0 && (held > most || isCrowded)) {
      inbound.hold(Reason.PACED);
    } else if (held <= most / 2) {
      inbound.release(Reason.PACED);
    }
  }

  /** From now on nothing waits for its time, only for the peer. */
  void hurry() {
    isHurried = true;
    run();
  }

  /** All that is held is written, whether or not the peer takes it: nothing follows but the end. */
  void finish() {
    isHurried = true;
    long now = clock.getAsLong();
    while (!waiting.isEmpty()) {
      waiting.element().reply().hasten();
      writePart(now);
    }
    holdOrRelease();
  }

  /** The channel is closed. */
  void release() {
    if (timer != null) {
      timer.cancel(false);
    }
    while (!waiting.isEmpty()) {
      free(waiting.remove().reply());
    }
  }
}
