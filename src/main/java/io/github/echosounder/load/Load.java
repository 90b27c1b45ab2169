package io.github.echosounder.load;

import io.github.echosounder.client.Failure;
import io.github.echosounder.client.Response;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run: begins, watches, stops sending, awaits what is on its way, closes, counts. */
final class Load {

  private static final long WATCH_MILLIS = 100;

  /** Without an echo for so long at the end, the rest will not come. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The same for who has pressed Ctrl-C, and for what was passed over and may still come late. */
  private static final long IMPATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Each server has so long to answer the Close. */
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int MOST_LOOPS = 8;

  private final String target;
  private final Plan plan;
  private final Watcher watcher;
  private final CountDownLatch interrupted = new CountDownLatch(1);

  /** Is told each second how far it is. */
  interface Watcher {
    void second(long second, Driver.Progress progress);
  }

  Load(String target, Plan plan, Watcher watcher) {
    this.target = target;
    this.plan = plan;
    this.watcher = watcher;
  }

  /** Ends the run early, in order. From any thread. */
  void interrupt() {
    interrupted.countDown();
  }

  Report run() throws InterruptedException {
    Servers servers;
    try {
      servers = Servers.of(plan.request().address(), plan.request().timeout());
    } catch (UnknownHostException | TimeoutException unknown) {
      return unresolved();
    }
    List<Driver> drivers = new ArrayList<>();
    Content content = new Content(plan.size(), plan.isText());
    int loops =
        Math.max(
            1,
            Math.min(
                plan.connections(),
                Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors() / 2)));
    try {
      for (int index = 0; index < loops; index++) {
        drivers.add(new Driver(plan, servers, content, index, loops));
      }
      return run(drivers);
    } finally {
      drivers.forEach(Driver::close);
    }
  }

  private Report unresolved() {
    Failure failure =
        new Failure(
            Failure.Kind.DNS_UNKNOWN,
            "No name server knows the host " + plan.request().address().host() + ".",
            new byte[0],
            null,
            new io.github.echosounder.client.Timings(-1, -1, -1),
            null);
    Tally tally = new Tally();
    tally.failed = plan.connections();
    tally.refused(Refusals.inShort(failure));
    return new Report(target, plan, 0, tally, failure, List.of());
  }

  private Report run(List<Driver> drivers) throws InterruptedException {
    long began = System.nanoTime();
    drivers.forEach(driver -> driver.start(began));
    OwnLimit limit = new OwnLimit(drivers);
    watch(drivers, began);
    double seconds = (System.nanoTime() - began) / 1e9;
    double busiest = limit.busiest();
    drivers.forEach(Driver::stop);
    awaitEchoes(drivers);
    drivers.forEach(Driver::end);
    awaitEnds(drivers);
    Tally tally = new Tally();
    for (Driver driver : drivers) {
      tally.add(driver.tally().join());
    }
    List<String> notes = OwnLimit.notes(busiest, tally, plan.hasRate());
    notes.addAll(deflateNotes(first(drivers)));
    Failure failure =
        drivers.stream()
            .map(Driver::firstFailure)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new Report(target, plan, seconds, tally, failure, notes);
  }

  /** Until its time is over, nothing is left to do, or somebody ends it. */
  private void watch(List<Driver> drivers, long began) throws InterruptedException {
    long end = began + plan.duration().toNanos();
    long second = 1;
    while (true) {
      long now = System.nanoTime();
      Driver.Progress progress = sum(drivers);
      boolean isHopeless =
          progress.over() == plan.connections()
              || (progress.opened() == 0 && progress.failures() >= plan.connections());
      if (now >= end || isHopeless) {
        return;
      }
      if (now - began >= TimeUnit.SECONDS.toNanos(second)) {
        watcher.second(second++, progress);
      }
      long wait = Math.min(TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS), end - now);
      if (interrupted.await(wait, TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  private static Driver.Progress sum(List<Driver> drivers) {
    return drivers.stream().map(Driver::progress).reduce(Driver.Progress::plus).orElseThrow();
  }

  private void awaitEchoes(List<Driver> drivers) throws InterruptedException {
    long quietSince = System.nanoTime();
    long echoed = -1;
    while (true) {
      Driver.Progress progress =
          drivers.stream()
              .map(Driver::progressNow)
              .map(CompletableFuture::join)
              .reduce(Driver.Progress::plus)
              .orElseThrow();
      if (progress.isEverythingAnswered() && !progress.isLateOneAwaited()) {
        return;
      }
      if (progress.echoed() != echoed) {
        echoed = progress.echoed();
        quietSince = System.nanoTime();
      }
      long quiet = System.nanoTime() - quietSince;
      if (quiet >= patience(progress)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private long patience(Driver.Progress progress) {
    if (interrupted.getCount() == 0 || progress.isEverythingAnswered()) {
      return IMPATIENCE_NANOS;
    }
    // What kept the first connection from opening decides on the exit code.
    return progress.opened() == 0
        ? plan.request().timeout().toNanos() * 2 + PATIENCE_NANOS
        : PATIENCE_NANOS;
  }

  private static void awaitEnds(List<Driver> drivers) throws InterruptedException {
    long end = System.nanoTime() + CLOSING_NANOS;
    for (Driver driver : drivers) {
      while (!driver.hasEnded().join() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private static @Nullable Response first(List<Driver> drivers) {
    return drivers.stream()
        .map(Driver::firstResponse)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private List<String> deflateNotes(@Nullable Response opening) {
    boolean isRefused =
        plan.request().deflate() != null
            && opening != null
            && !opening.value("Sec-WebSocket-Extensions").contains("permessage-deflate");
    return isRefused
        ? List.of("Nothing was compressed: the server did not grant permessage-deflate.")
        : List.of();
  }
}
