package io.github.echosounder.drain;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.CLOSE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of the packaged jar by SIGTERM, as its clients see it on the wire. */
class DrainIT {

  private static final int PATIENCE_SECONDS = 60;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** By the query, what its client gets at the end, and what the log says of that. */
  private static final Map<String, List<String>> KEPT_BACK =
      Map.of(
          "hang",
          List.of("", "status=none", "no answer; TCP was ended early, since this instance was"),
          "after=60s",
          List.of("HTTP/1.1 503 ", "status=503", "60000 ms; sent early, since this instance was"),
          "status=429&body=x&after=60s",
          List.of("HTTP/1.1 429 ", "status=429", "60000 ms; sent early, since this instance was"),
          "accept=wrong&after=60s",
          List.of("HTTP/1.1 101 ", "status=101", "60000 ms; sent early, since this instance was"));

  @Test
  void anAnswerThatIsKeptBackIsSentAtTheEndAndToldAsItWasSent() throws Exception {
    try (LeavingJar jar =
        LeavingJar.start("drain.routing-grace=0s", "drain.window=0s", "handshake-timeout=10m")) {
      Map<RawSocket, List<String>> sockets = new HashMap<>();
      for (int i = 0; i < 5; i++) {
        KEPT_BACK.forEach((query, expected) -> {
          RawSocket socket = jar.connect();
          socket.send(Handshake.to("/ws/refuse?" + query).bytes());
          sockets.put(socket, expected);
        });
      }
      jar.awaitPending(sockets.size());
      long start = System.nanoTime();
      jar.terminate();
      for (Map.Entry<RawSocket, List<String>> each : sockets.entrySet()) {
        RawSocket socket = each.getKey();
        String head = each.getValue().get(0);
        if (!head.isEmpty()) {
          assertContains(head, socket.readHead().statusLine());
        }
        socket.drain();
        socket.close();
      }
      String output = jar.awaitEnd();
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), "it waited");
      assertContains("drain ends clean=0 forced=0", output);
      sockets.forEach((socket, expected) -> {
        List<String> lines =
            output.lines().filter(line -> line.contains(":" + socket.localPort() + " ")).toList();
        assertEquals(1, lines.size(), lines.toString());
        expected.subList(1, 3).forEach(words -> assertContains(words, lines.get(0)));
      });
    }
  }

  @Test
  void eachOfManyBusyConnectionsGetsItsEchoesThenOneCloseAndTheProcessEndsWith0() throws Exception {
    try (LeavingJar jar = LeavingJar.start("drain.routing-grace=0s", "drain.window=1s")) {
      List<Peer> waiting = open(jar, 100, "/ws");
      for (Peer peer : waiting) {
        for (int i = 0; i < 20; i++) {
          peer.send(binary(noise(1_000, i)));
        }
      }
      jar.awaitRead(100 * 20);
      List<Peer> talking = open(jar, 100, "/");
      var talks = forEach(talking, DrainIT::talkUntilClosed);

      jar.terminate();
      var ends =
          forEach(
              waiting,
              peer -> {
                for (int i = 0; i < 20; i++) {
                  peer.expect(BINARY, noise(1_000, i));
                }
                answer(peer, peer.frame());
              });
      ends.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      talks.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertContains("drain ends clean=200 forced=0", jar.awaitEnd());
    }
  }

  @Test
  void whatAKnobHoldsGoesOutBeforeTheClose() throws Exception {
    try (LeavingJar jar = LeavingJar.start("drain.routing-grace=0s", "drain.window=1s")) {
      List<Peer> held = new ArrayList<>();
      for (String query : List.of("delay=60s", "rate=1024", "delay=1s&rate=1KiB&fragment=100")) {
        held.addAll(open(jar, 10, "/ws?" + query));
      }
      for (Peer peer : held) {
        peer.send(binary(noise(20_000, 1)), binary(noise(20_000, 2)));
      }
      List<Peer> pushed = open(jar, 5, "/ws/stream?rate=100");
      List<Peer> stalled = open(jar, 5, "/ws?stall-after=1");
      for (Peer peer : stalled) {
        peer.send(binary(noise(10, 1)));
      }
      jar.awaitRead(2 * 30 + 5);
      jar.terminate();
      var ends =
          forEach(
              held,
              peer -> {
                peer.expect(BINARY, noise(20_000, 1));
                peer.expect(BINARY, noise(20_000, 2));
                answer(peer, peer.frame());
              });
      var lastOnes =
          forEach(
              pushed,
              peer -> {
                ServerFrame frame = peer.frame();
                while (frame.opcode() != CLOSE) {
                  frame = peer.frame();
                }
                answer(peer, frame);
              });
      var stalls =
          forEach(
              stalled,
              peer -> {
                peer.expect(BINARY, noise(10, 1));
                assertEquals(1001, peer.frame().closeCode());
                peer.socket().drain();
              });
      ends.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      lastOnes.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      stalls.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertContains("drain ends clean=35 forced=5", jar.awaitEnd());
    }
  }

  /** Sends on whatever comes, and wants each echo in turn until the Close. */
  private static void talkUntilClosed(Peer peer) {
    int ahead = 5;
    for (int i = 0; i < ahead; i++) {
      peer.send(binary(noise(500, i)));
    }
    ServerFrame echo = peer.frame();
    for (int i = 0; echo.opcode() != CLOSE; i++) {
      assertArrayEquals(noise(500, i), echo.payload(), "echo " + i);
      peer.send(binary(noise(500, i + ahead)));
      echo = peer.frame();
    }
    answer(peer, echo);
  }

  @Test
  void aSigtermAmidARehearsalEndsTheProcessAndEachConnectionGetsOneClose() throws Exception {
    try (LeavingJar jar =
        LeavingJar.start("drain.routing-grace=100ms", "drain.window=1s", "drain.rehearsal=true")) {
      CountDownLatch told = new CountDownLatch(1);
      var ends = forEach(open(jar, 40, "/ws"), peer -> answerAndTell(peer, told));
      assertEquals(202, jar.rehearse());
      await(told);
      jar.terminate();
      ends.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      jar.awaitEnd();
    }
  }

  @Test
  void aMessageThatEndsWithinTheWindowIsEchoedBeforeTheClose() throws Exception {
    try (LeavingJar jar = LeavingJar.start("drain.routing-grace=0s", "drain.window=6s")) {
      List<Peer> amid = open(jar, 20, "/ws");
      for (Peer peer : amid) {
        peer.send(text("one ").unfinished());
        peer.fragment();
      }
      CountDownLatch told = new CountDownLatch(5);
      var ends = forEach(open(jar, 20, "/ws"), peer -> answerAndTell(peer, told));
      jar.terminate();
      // Their moments are drawn alike: as some of these have passed, so have some of the others'.
      await(told);
      for (Peer peer : amid) {
        peer.send(continuation("message"));
        peer.expectText("one message");
      }
      jar.terminate();
      for (Peer peer : amid) {
        answer(peer, peer.frame());
      }
      ends.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertContains("drain ends clean=40 forced=0", jar.awaitEnd());
    }
  }

  @Test
  void noPeerHoldsUpTheEndAndThoseThatDoNotAnswerTheCloseAreCountedAsForced() throws Exception {
    try (LeavingJar jar =
        LeavingJar.start("drain.routing-grace=0s", "drain.window=200ms", "close-timeout=2s")) {
      byte[] frame = binary(noise(1_000, 1)).bytes();
      Peer amidMessage = jar.open("/ws");
      amidMessage.send(text("no end ").unfinished());
      amidMessage.fragment();
      Peer amidFrame = jar.open("/");
      amidFrame.socket().send(slice(frame, 0, 500));
      Peer silent = jar.open("/ws");
      Peer deaf = jar.open("/ws");
      var flood = Stream.generate(() -> binary(noise(60_000, 1))).limit(1_000);
      deaf.socket().sendAsFarAsItGoes(ClientFrame.bytes(flood.toArray(ClientFrame[]::new)));
      jar.awaitNothingMoreRead();

      jar.terminate();
      answer(amidMessage, amidMessage.frame());
      ServerFrame close = amidFrame.frame();
      amidFrame.socket().send(slice(frame, 500, frame.length));
      answer(amidFrame, close);
      silent.expectClose(1001);
      String log = jar.awaitEnd();
      assertContains("drain ends clean=2 forced=2", log);
      assertEquals(2, log.lines().filter(line -> line.contains(" cause=drain-forced ")).count());
    }
  }

  private static List<Peer> open(LeavingJar jar, int count, String path) {
    return Stream.generate(() -> jar.open(path)).limit(count).toList();
  }

  private static void answerAndTell(Peer peer, CountDownLatch told) {
    ServerFrame close = peer.frame();
    told.countDown();
    answer(peer, close);
  }

  private static void answer(Peer peer, ServerFrame close) {
    assertEquals(CLOSE, close.opcode(), close.toString());
    assertEquals(1001, close.closeCode(), close.toString());
    peer.send(close(1001));
    assertTrue(peer.socket().ends(), "bytes after the Close");
    // The server awaits this side's end of TCP too.
    peer.close();
  }

  /** All at a time. */
  private CompletableFuture<Void> forEach(List<Peer> peers, Consumer<Peer> action) {
    var each =
        peers.stream()
            .map(peer -> CompletableFuture.runAsync(() -> action.accept(peer), threads))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(each);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "nobody was told to close");
  }

  private static void assertContains(String line, String output) {
    assertTrue(output.contains(line), output);
  }
}
