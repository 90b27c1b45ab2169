package io.github.echosounder.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Finds out whether it was this command, and not the server, that could do no more. */
final class OwnLimit {

  /** An event loop that is as busy as this has no time left, but for moments. */
  private static final double BUSY = 0.9;

  /** A schedule that is as late as this, for one message in a hundred, is none. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<Driver> drivers;
  private final List<Long> begun = new ArrayList<>();
  private final long beganNanos = System.nanoTime();

  OwnLimit(List<Driver> drivers) {
    this.drivers = drivers;
    drivers.forEach(driver -> begun.add(cpuNanos(driver)));
  }

  private long cpuNanos(Driver driver) {
    long thread = driver.threadId();
    return thread > 0 && threads.isThreadCpuTimeSupported()
        ? Math.max(0, threads.getThreadCpuTime(thread))
        : 0;
  }

  /** Which part of the time the busiest event loop has computed. */
  double busiest() {
    long passed = Math.max(1, System.nanoTime() - beganNanos);
    double busiest = 0;
    for (int i = 0; i < drivers.size(); i++) {
      long used = cpuNanos(drivers.get(i)) - begun.get(i);
      busiest = Math.max(busiest, (double) used / passed);
    }
    return Math.min(1, busiest);
  }

  /** What is to be said of it: nothing, or a sentence. */
  static List<String> notes(double busiest, Tally tally, boolean hasRate) {
    List<String> notes = new ArrayList<>();
    if (busiest >= BUSY) {
      notes.add(
          String.format(
              Locale.ROOT,
              "This command was the limit: its event loop was busy %.0f %% of the time. The server"
                  + " may do more; run it on several machines, or as the chart's Job.",
              100 * busiest));
    }
    long late = tally.lateness.getValueAtPercentile(99);
    if (hasRate && tally.lateness.getTotalCount() > 0 && late >= LATE_NANOS) {
      notes.add(
          String.format(
              Locale.ROOT,
              "This command kept its schedule badly: one message in 100 left %.1f ms late or more,"
                  + " which its latency includes. Give it more CPU, or a lower rate.",
              late / 1e6));
    }
    if (tally.overdue > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The rate was not reached: %,d messages that were due did not leave, because too many"
                  + " were on their way already. Their latency would be longer than any here.",
              tally.overdue));
    }
    return notes;
  }
}
