package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Stack traces and leaked buffers in the log: whatever a client does, there are to be none. */
final class Complaints extends Handler {
  private static final Logger ROOT = Logger.getLogger("");

  /** Netty looks for leaks as it hands out memory, one time in so many. */
  private static final int LOOKS = 1000;

  @SuppressWarnings("unused") // so that it is made
  private static volatile byte[] garbage = {};

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private Complaints() {}

  static Complaints none() {
    return new Complaints();
  }

  static Complaints listen() {
    var complaints = new Complaints();
    ROOT.addHandler(complaints);
    return complaints;
  }

  void assertNone() {
    ROOT.removeHandler(this);
    assertEquals(List.of(), seen.stream().distinct().toList(), "stack traces or leaks in the log");
  }

  /** What was dropped without being released, as far as the collector finds it. */
  static void assertNoLeaks() {
    Complaints leaks = listen();
    collectYoung();
    for (int i = 0; i < LOOKS; i++) {
      PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    leaks.assertNone();
  }

  /** A whole collection takes seconds where the applications of all tests are kept. */
  private static void collectYoung() {
    var sentinel = new WeakReference<>(new Object());
    while (!sentinel.refersTo(null)) {
      garbage = new byte[64 * 1024];
    }
  }

  @Override
  public void publish(LogRecord record) {
    // A machine that is too busy for the test is not the client's doing.
    boolean isBusy = record.getLoggerName().endsWith("BlockedThreadChecker");
    boolean isLeak = record.getLoggerName().endsWith("ResourceLeakDetector");
    if (isLeak || (record.getThrown() != null && !isBusy)) {
      seen.add(record.getLoggerName() + ": " + record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
