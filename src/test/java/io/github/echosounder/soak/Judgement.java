package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.observe.Scrape;
import io.github.echosounder.wire.client.RawSocket;
import java.io.IOException;
import java.util.List;

/** What a server is when nobody is there. */
record Judgement(int fileDescriptors, int threads, Server.Heap heap, long residentKib) {

  static final int VERDICTS_KEPT = 50;

  /** What the JVM opens late, such as a jar that nothing was loaded from before. */
  private static final int MORE_FILES = 4;

  /** Threads that are started when they are first of use, such as the JVM's own. */
  private static final int MORE_THREADS = 4;

  /** Arenas, tables of metrics and classes that chance did not load before; no matter how long. */
  private static final long MORE_HEAP = 2 << 20;

  private static final String NEWCOMER = "io.github.echosounder.wire.opening.HandshakeDeadline";

  /** Bytes: the last connections of each event loop may still be referred to. */
  private static final long MOST_OF_NEWCOMERS = 512;

  static Judgement of(Server server) throws Exception {
    awaitSilence(server);
    Server.Heap heap = server.heap();
    return new Judgement(server.fileDescriptors(), server.threads(), heap, server.residentKib());
  }

  /** Everything that has its time is over. */
  private static void awaitSilence(Server server) {
    for (int i = 0; i < 300 && !isSilent(server.scrape()); i++) {
      RawSocket.pause(100);
    }
    Scrape scrape = server.scrape();
    assertTrue(
        isSilent(scrape),
        () ->
            "not silent within 30 s: open %.0f, held bytes %.0f, refusals pending %.0f, opened %.0f, closed %.0f"
                .formatted(
                    scrape.sum("echosounder_connections_open"),
                    scrape.sum("echosounder_held_bytes"),
                    scrape.sum("echosounder_refusals_pending"),
                    opened(scrape),
                    scrape.sum("echosounder_closes_total")));
  }

  private static boolean isSilent(Scrape scrape) {
    return scrape.sum("echosounder_connections_open") == 0
        && scrape.sum("echosounder_held_bytes") == 0
        && scrape.sum("echosounder_refusals_pending") == 0
        && opened(scrape) == scrape.sum("echosounder_closes_total");
  }

  private static double opened(Scrape scrape) {
    return scrape.samples().stream()
        .filter(sample -> sample.name().equals("echosounder_handshakes_total"))
        .filter(sample -> "accepted".equals(sample.labels().get("result")))
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }

  /** The same server is this again, later. */
  Judgement assertRegained(Server server) throws Exception {
    awaitSilence(server);
    // Worker threads leave a second after their last work; newcomers after their time.
    for (int i = 0; i < 300 && !isRegained(server); i++) {
      RawSocket.pause(100);
    }
    Judgement now = of(server);
    assertTrue(
        now.fileDescriptors <= fileDescriptors + MORE_FILES,
        () -> "file descriptors: " + fileDescriptors + ", then " + now.fileDescriptors);
    assertTrue(
        now.threads <= threads + MORE_THREADS,
        () -> "threads: " + threads + ", then " + now.threads);
    assertTrue(
        now.heap.of(NEWCOMER) <= MOST_OF_NEWCOMERS,
        () -> "newcomers are left: " + now.heap.of(NEWCOMER) + " bytes");
    assertTrue(
        now.heap.total() <= heap.total() + MORE_HEAP,
        () -> "heap: " + heap.total() + ", then " + now.heap.total() + now.heap.growthSince(heap));
    Scrape scrape = server.scrape();
    assertTrue(
        opened(scrape) >= server.tally().connections().sum(),
        () -> server.tally().connections() + " were opened, not " + opened(scrape));
    return now;
  }

  private boolean isRegained(Server server) {
    try {
      return server.fileDescriptors() <= fileDescriptors + MORE_FILES
          && server.threads() <= threads + MORE_THREADS;
    } catch (IOException gone) {
      return false;
    }
  }

  static void assertQuiet(String log) {
    for (String word : List.of(" WARN ", " ERROR ", "\tat ", "Exception", "LEAK", "OutOfMemory")) {
      assertFalse(log.contains(word), () -> "the log has \"" + word + "\": " + log);
    }
  }
}
