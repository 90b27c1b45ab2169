package io.github.echosounder.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, or SIGTERM: the process ends once the report is out, with the report's exit code. */
final class Interrupt {

  /** The longest that a run takes to come to its end. */
  private static final long BOUND_SECONDS = 20;

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile int exitCode = 1;

  private Interrupt() {}

  static Interrupt of(Runnable end) {
    Interrupt interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt.await(end), "interrupt"));
    return interrupt;
  }

  private void await(Runnable end) {
    if (done.getCount() == 0) {
      return;
    }
    end.run();
    try {
      if (done.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The report is out. */
  void done(int code) {
    exitCode = code;
    done.countDown();
  }
}
