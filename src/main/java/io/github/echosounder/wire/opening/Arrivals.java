package io.github.echosounder.wire.opening;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * New connections take turns with those that are open: an event loop lets in a few of them, then
 * reads from the others, and so on. A thousand that come at once would keep an echo waiting until
 * the last of them is in.
 */
public final class Arrivals {

  private static final FastThreadLocal<Arrivals> OF_THIS_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Arrivals initialValue() {
          return new Arrivals();
        }
      };

  /** Of each pass of the event loop; one is let in at least. */
  private static final long SHARE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  private final Queue<Arrival> waiting = new ArrayDeque<>();

  private Arrivals() {}

  public static Arrivals ofThisLoop() {
    return OF_THIS_LOOP.get();
  }

  public void add(Arrival arrival, SingleThreadEventLoop loop) {
    if (waiting.isEmpty()) {
      loop.executeAfterEventLoopIteration(() -> letIn(loop));
    }
    waiting.add(arrival);
  }

  private void letIn(SingleThreadEventLoop loop) {
    long since = System.nanoTime();
    do {
      waiting.remove().letIn();
    } while (!waiting.isEmpty() && System.nanoTime() - since < SHARE_NANOS);
    if (!waiting.isEmpty()) {
      // From the next pass on: what is added to the end of this one belongs to it.
      loop.execute(() -> loop.executeAfterEventLoopIteration(() -> letIn(loop)));
    }
  }
}
