package io.github.echosounder.wire.socket;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;

/**
 * An event loop first reads from all connections that have sent something, then writes to all of
 * them: that takes the kernel less time than turning from reading to writing for each.
 */
final class Flushes implements Runnable {

  private final Queue<Turn> due = new ArrayDeque<>();
  private final BiConsumer<EventLoop, Runnable> afterReading;
  private boolean isScheduled;

  /** When something was first read in this pass; reading the clock costs more than an echo. */
  private long passNanos;

  private boolean isPassTimed;

  Flushes() {
    this((loop, task) -> ((SingleThreadEventLoop) loop).executeAfterEventLoopIteration(task));
  }

  /** {@code afterReading} runs a task when an event loop has read what there was to read. */
  Flushes(BiConsumer<EventLoop, Runnable> afterReading) {
    this.afterReading = afterReading;
  }

  void afterReading(Turn turn, EventLoop loop) {
    due.add(turn);
    schedule(loop);
  }

  /** The time, as of this pass of the event loop. */
  long passNanos(EventLoop loop) {
    if (!isPassTimed) {
      isPassTimed = true;
      passNanos = System.nanoTime();
      schedule(loop);
    }
    return passNanos;
  }

  private void schedule(EventLoop loop) {
    if (!isScheduled) {
      afterReading.accept(loop, this);
      isScheduled = true;
    }
  }

  /** A turn ends its own connection when it fails: those behind it get theirs. */
  @Override
  public void run() {
    isScheduled = false;
    for (Turn turn = due.poll(); turn != null; turn = due.poll()) {
      turn.end();
    }
    isPassTimed = false;
  }
}
