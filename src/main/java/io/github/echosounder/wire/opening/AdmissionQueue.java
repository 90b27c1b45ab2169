package io.github.echosounder.wire.opening;

import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * New connections take turns with those that are open: an event loop admits a few of them, then
 * reads from the others, and so on. A thousand that come at once would keep an echo waiting until
 * the last of them is in.
 */
final class AdmissionQueue {

  /** Of each pass of the event loop; one is admitted at least. */
  private static final long SHARE_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  private final Queue<FirstBytes> waiting = new ArrayDeque<>();
  private boolean isScheduled;

  void add(FirstBytes connection, SingleThreadEventLoop loop) {
    waiting.add(connection);
    if (!isScheduled) {
      loop.executeAfterEventLoopIteration(() -> admit(loop));
      isScheduled = true;
    }
  }

  /** Who fails ends its own connection: those behind it are admitted nevertheless. */
  private void admit(SingleThreadEventLoop loop) {
    isScheduled = false;
    long since = System.nanoTime();
    do {
      waiting.remove().admit();
    } while (!waiting.isEmpty() && System.nanoTime() - since < SHARE_NANOS);
    if (!waiting.isEmpty()) {
      // From the next pass on: what is added to the end of this one belongs to it.
      loop.execute(() -> loop.executeAfterEventLoopIteration(() -> admit(loop)));
      isScheduled = true;
    }
  }
}
