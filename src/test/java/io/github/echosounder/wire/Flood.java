package io.github.echosounder.wire;

import io.github.echosounder.wire.client.RawSocket;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the same frame again and again until told to stop, which only the server's reading bounds.
 */
final class Flood {
  private static final int STILL_MILLIS = 1_000;

  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Long> ended = new CompletableFuture<>();
  private final long most;
  private volatile boolean stopped;

  private Flood(long most) {
    this.most = most;
  }

  static Flood start(RawSocket socket, byte[] frame, long mostFrames) {
    var flood = new Flood(mostFrames);
    var thread = new Thread(() -> flood.run(socket, frame), "flood");
    thread.setDaemon(true);
    thread.start();
    return flood;
  }

  private void run(RawSocket socket, byte[] frame) {
    try {
      while (!stopped && sent.get() < most) {
        socket.send(frame);
        sent.incrementAndGet();
      }
      ended.complete(sent.get());
    } catch (UncheckedIOException e) {
      ended.completeExceptionally(e);
    }
  }

  /** Waits until nothing more is taken from any of them; fails if all of one was. */
  static void untilTheServerStopsReading(List<Flood> floods) {
    long before = -1;
    long now = 0;
    while (now > before) {
      before = now;
      RawSocket.pause(STILL_MILLIS);
      now = floods.stream().mapToLong(flood -> flood.sent.get()).sum();
    }
    for (Flood flood : floods) {
      if (flood.sent.get() == flood.most) {
        throw new AssertionError("all " + flood.most + " frames were taken though none was read");
      }
    }
  }

  /** The frame that is being sent is finished; then, the number of all that were. */
  CompletableFuture<Long> stop() {
    stopped = true;
    return ended;
  }
}
