package io.github.echosounder.wire.opening;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * New connections take turns with those that are open: an event loop admits a few of them, then
 * reads from the others, and so on. A thousand that come at once would keep an echo waiting until
 * the last of them is in.
 */
public final class AdmissionQueue {

  private static final FastThreadLocal<AdmissionQueue> OF_THIS_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected AdmissionQueue initialValue() {
          return new AdmissionQueue();
        }
      };

  /** Of each pass of the event loop; one is admitted at least. */
  private static final long SHARE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  private final Queue<FirstBytes> waiting = new ArrayDeque<>();

  private AdmissionQueue() {}

  public static AdmissionQueue ofThisLoop() {
    return OF_THIS_LOOP.get();
  }

  public void add(FirstBytes connection, SingleThreadEventLoop loop) {
    if (waiting.isEmpty()) {
      loop.executeAfterEventLoopIteration(() -> admit(loop));
    }
    waiting.add(connection);
  }

  private void admit(SingleThreadEventLoop loop) {
    long since = System.nanoTime();
    do {
      waiting.remove().admit();
    } while (!waiting.isEmpty() && System.nanoTime() - since < SHARE_NANOS);
    if (!waiting.isEmpty()) {
      // From the next pass on: what is added to the end of this one belongs to it.
      loop.execute(() -> loop.executeAfterEventLoopIteration(() -> admit(loop)));
    }
  }
}
