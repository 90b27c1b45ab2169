package io.github.echosounder.wire;

import io.github.echosounder.wire.client.RawSocket;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Sends frame after frame until told to stop, bounded by nothing but the server's reading. */
final class Flood {
  private static final int STILL_MILLIS = 700;

  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Long> ended = new CompletableFuture<>();
  private final long most;
  private volatile boolean stopped;

  private Flood(long most) {
    this.most = most;
  }

  static Flood start(RawSocket socket, IntFunction<byte[]> frames, long mostFrames) {
    var flood = new Flood(mostFrames);
    var thread = new Thread(() -> flood.run(socket, frames), "flood");
    thread.setDaemon(true);
    thread.start();
    return flood;
  }

  private void run(RawSocket socket, IntFunction<byte[]> frames) {
    try {
      while (!stopped && sent.get() < most) {
        socket.send(frames.apply((int) sent.get()));
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
