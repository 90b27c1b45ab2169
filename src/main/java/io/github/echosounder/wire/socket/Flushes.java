package io.github.echosounder.wire.socket;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * An event loop first reads from all connections that have sent something, then writes to all of
 * them: that takes the kernel less time than turning from reading to writing for each.
 */
public final class Flushes implements Runnable {

  private static final FastThreadLocal<Flushes> OF_THIS_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Flushes initialValue() {
          return new Flushes();
        }
      };

  private final Queue<Turn> due = new ArrayDeque<>();

  private Flushes() {}

  public static Flushes ofThisLoop() {
    return OF_THIS_LOOP.get();
  }

  public void afterReading(Turn turn, EventLoop loop) {
    if (due.isEmpty()) {
      ((SingleThreadEventLoop) loop).executeAfterEventLoopIteration(this);
    }
    due.add(turn);
  }

  @Override
  public void run() {
    for (Turn turn = due.poll(); turn != null; turn = due.poll()) {
      turn.end();
    }
  }
}
