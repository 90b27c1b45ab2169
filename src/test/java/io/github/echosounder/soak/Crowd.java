package io.github.echosounder.soak;

import io.github.echosounder.wire.client.RawSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clients that do everything at once until their time is over, or something is wrong. */
final class Crowd {

  private static final int THREADS = 8;
  private static final int MOST_FAULTS = 5;

  private final Server server;
  private final long seed;
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

  Crowd(Server server, long seed) {
    this.server = server;
    this.seed = seed;
  }

  private static List<Map.Entry<String, Runnable>> acts(Server server, Random random) {
    var echoes = new Echoes(server, random);
    var others = new Others(server, random);
    return List.of(
        Map.entry("exact echo", echoes::exactly),
        Map.entry("drops and duplicates", echoes::dropsAndDuplicates),
        Map.entry("corrupt", echoes::corrupt),
        Map.entry("read late", echoes::readLate),
        Map.entry("ended by knob", echoes::endedByKnob),
        Map.entry("inspect", others::inspect),
        Map.entry("stream", others::stream),
        Map.entry("sink", others::sink),
        Map.entry("refuse", others::refuse),
        Map.entry("wrong handshake", others::wrongHandshake),
        Map.entry("half a handshake", others::halfAHandshake),
        Map.entry("garbage", others::garbage),
        Map.entry("pages", others::pages));
  }

  /** Everything a few times, so that all is loaded and each table has its rows. */
  void warmUp() {
    var random = new Random(seed);
    var acts = acts(server, random);
    var storm = new Storm(server, random);
    for (int i = 0; i < 8; i++) {
      acts.forEach(act -> perform(act.getKey(), act.getValue()));
    }
    perform("storm", storm::comeAndAreDrainedAndComeAgain);
    report();
  }

  void run(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      var random = new Random(seed * 31 + i);
      var acts = acts(server, random);
      threads.add(
          start(
              end,
              () -> {
                // Half of what they do is the plain thing.
                var act = acts.get(random.nextBoolean() ? 0 : random.nextInt(acts.size()));
                perform(act.getKey(), act.getValue());
                RawSocket.pause(random.nextInt(30));
              }));
    }
    var random = new Random(seed * 31 - 1);
    var storm = new Storm(server, random);
    threads.add(
        start(
            end,
            () -> {
              perform("storm", storm::comeAndAreDrainedAndComeAgain);
              RawSocket.pause(2_000 + random.nextInt(3_000));
            }));
    for (Thread thread : threads) {
      thread.join();
    }
    report();
  }

  private Thread start(long end, Runnable act) {
    Thread thread =
        new Thread(
            () -> {
              while (System.nanoTime() < end && faults.size() < MOST_FAULTS) {
                act.run();
              }
            },
            "soak");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void perform(String act, Runnable what) {
    try {
      what.run();
    } catch (Closed closed) {
      if (closed.isByDrain()) {
        server.tally().drained().increment();
      } else {
        faults.add(new AssertionError(act + ": " + closed.getMessage(), closed));
      }
    } catch (AssertionError | RuntimeException fault) {
      faults.add(new AssertionError(act + ": " + fault.getMessage(), fault));
    }
  }

  private void report() {
    Throwable first = faults.poll();
    if (first != null) {
      AssertionError all =
          new AssertionError("-Dsoak.seed=" + seed + ": " + first.getMessage(), first);
      faults.forEach(all::addSuppressed);
      throw all;
    }
  }
}
