package io.github.echosounder.drain;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.CLOSE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.observe.Scrape;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.client.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of the packaged jar by SIGTERM, as its clients see it on the wire. */
class DrainIT {

  private static final int MANY = 100;
  private static final int SENT = 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void eachOfManyBusyConnectionsGetsAllEchoesThenOneCloseAndTheProcessEndsWith0() throws Exception {
    try (PackagedJar jar = start("routing-grace=0s", "window=1s")) {
      List<Peer> waiting = open(jar, MANY, "/ws");
      for (Peer peer : waiting) {
        for (int i = 0; i < SENT; i++) {
          peer.send(binary(noise(1_000, i)));
        }
      }
      awaitMessagesIn(jar, MANY * SENT);
      List<Peer> talking = open(jar, MANY, "/");
      var talks = inParallel(talking, DrainIT::talkUntilClosed);

      jar.terminate();
      inParallel(
              waiting,
              peer -> {
                for (int i = 0; i < SENT; i++) {
                  peer.expect(BINARY, noise(1_000, i));
                }
                answerClose(peer.frame(), peer);
              })
          .get(60, TimeUnit.SECONDS);
      talks.get(60, TimeUnit.SECONDS);
      assertEquals(0, jar.awaitExit(), jar.output());
      assertTrue(jar.output().contains("drain ends clean=200 forced=0"), jar.output());
    }
  }

  /** Sends on whatever comes, and wants each echo in turn until the Close. */
  private static void talkUntilClosed(Peer peer) {
    int ahead = 5;
    for (int i = 0; i < ahead; i++) {
      peer.send(binary(noise(500, i)));
    }
    ServerFrame answer = peer.frame();
    for (int i = 0; answer.opcode() != CLOSE; i++) {
      assertArrayEquals(noise(500, i), answer.payload(), "echo " + i);
      peer.send(binary(noise(500, i + ahead)));
      answer = peer.frame();
    }
    answerClose(answer, peer);
  }

  @Test
  void aSigtermAmidARehearsalEndsTheProcessAndEachConnectionGetsOneClose() throws Exception {
    try (PackagedJar jar = start("routing-grace=100ms", "window=2s", "rehearsal=true")) {
      List<Peer> peers = open(jar, 40, "/ws");
      CompletableFuture<Void> first = new CompletableFuture<>();
      var closed =
          inParallel(
              peers,
              peer -> {
                ServerFrame close = peer.frame();
                first.complete(null);
                answerClose(close, peer);
              });
      assertEquals(202, rehearse(jar));
      first.get(60, TimeUnit.SECONDS);
      jar.terminate();
      closed.get(60, TimeUnit.SECONDS);
      assertEquals(0, jar.awaitExit(), jar.output());
    }
  }

  @Test
  void aMessageThatEndsWithinTheWindowIsEchoedBeforeTheClose() throws Exception {
    try (PackagedJar jar = start("routing-grace=0s", "window=10s")) {
      List<Peer> quiet = open(jar, 20, "/ws");
      List<Peer> amid = open(jar, 20, "/ws");
      for (Peer peer : amid) {
        peer.send(text("one ").unfinished());
        peer.fragment();
      }
      jar.terminate();
      // Their moments are drawn alike: when some of these have passed, some of those have too.
      for (Peer peer : soonest(quiet, 5)) {
        peer.close();
      }
      for (Peer peer : amid) {
        peer.send(continuation("message"));
        peer.expectText("one message");
      }
      jar.terminate();
      for (Peer peer : amid) {
        answerClose(peer.frame(), peer);
      }
      assertEquals(0, jar.awaitExit(), jar.output());
    }
  }

  /** The first so many that are told to close. */
  private List<Peer> soonest(List<Peer> peers, int count) throws Exception {
    List<Peer> told = new ArrayList<>();
    var done = new java.util.concurrent.CountDownLatch(count);
    var unused =
        inParallel(
            peers,
            peer -> {
              ServerFrame close = peer.frame();
              synchronized (told) {
                told.add(peer);
              }
              done.countDown();
              answerClose(close, peer);
            });
    assertTrue(done.await(60, TimeUnit.SECONDS), "nobody was told to close");
    synchronized (told) {
      return List.copyOf(told);
    }
  }

  @Test
  void noPeerHoldsUpTheEndAndThoseThatTryAreCountedAsForced() throws Exception {
    try (PackagedJar jar = start("routing-grace=0s", "window=200ms", "close-timeout=500ms")) {
      Peer fair = open(jar, "/ws");
      Peer amid = open(jar, "/ws");
      amid.send(text("no end ").unfinished());
      amid.fragment();
      Peer amidFrame = open(jar, "/");
      amidFrame.socket().send(Bytes.slice(binary(noise(1_000, 1)).bytes(), 0, 500));
      Peer silent = open(jar, "/ws");
      Peer deaf = open(jar, "/ws");
      deaf.socket().sendAsFarAsItGoes(many(binary(noise(60_000, 1)), 1_000));
      awaitSendingIsBlocked(jar);

      jar.terminate();
      answerClose(fair.frame(), fair);
      for (Peer peer : List.of(amid, amidFrame)) {
        answerClose(peer.frame(), peer);
      }
      silent.expectClose(1001);
      assertEquals(0, jar.awaitExit(), jar.output());
      assertTrue(jar.output().contains("drain ends clean=3 forced=2"), jar.output());
    }
  }

  private static byte[] many(ClientFrame frame, int count) {
    byte[] bytes = frame.bytes();
    byte[] all = new byte[bytes.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  // ------------------------------------------------------------------ jar

  private static PackagedJar start(String... settings) throws Exception {
    String[] properties = new String[settings.length];
    for (int i = 0; i < settings.length; i++) {
      String drain = settings[i].startsWith("close-timeout") ? "" : "drain.";
      properties[i] = "echosounder." + drain + settings[i];
    }
    PackagedJar jar = PackagedJar.start(PackagedJar.freePort(), Map.of(), properties);
    jar.awaitOutput("Listening on");
    return jar;
  }

  private static Peer open(PackagedJar jar, String path) {
    Target target = new Target("127.0.0.1", jar.port(), false);
    return Peer.open(RawSocket.connect(target), Handshake.to(path), false);
  }

  private static List<Peer> open(PackagedJar jar, int count, String path) {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(open(jar, path));
    }
    return peers;
  }

  private static URI uri(PackagedJar jar, String path) {
    return URI.create("http://127.0.0.1:" + jar.port() + path);
  }

  private static int rehearse(PackagedJar jar) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri(jar, "/api/drain")).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static double messagesIn(PackagedJar jar) throws Exception {
    return Scrape.of(uri(jar, "/metrics")).samples().stream()
        .filter(sample -> sample.name().equals("echosounder_messages_total"))
        .filter(sample -> "in".equals(sample.labels().get("direction")))
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }

  private static void awaitMessagesIn(PackagedJar jar, double count) throws Exception {
    for (int i = 0; i < 600 && messagesIn(jar) < count; i++) {
      RawSocket.pause(50);
    }
    assertEquals(count, messagesIn(jar));
  }

  /** The server has stopped to read from one that does not read. */
  private static void awaitSendingIsBlocked(PackagedJar jar) throws Exception {
    double before = -1;
    double now = messagesIn(jar);
    while (now == 0 || now > before) {
      before = now;
      RawSocket.pause(300);
      now = messagesIn(jar);
    }
  }

  // ---------------------------------------------------------------- peers

  private CompletableFuture<Void> inParallel(List<Peer> peers, Consumer<Peer> action) {
    return CompletableFuture.allOf(
        peers.stream()
            .map(peer -> CompletableFuture.runAsync(() -> action.accept(peer), threads))
            .toArray(CompletableFuture[]::new));
  }

  private static void answerClose(ServerFrame close, Peer peer) {
    assertEquals(CLOSE, close.opcode(), close.toString());
    assertEquals(1001, close.closeCode(), close.toString());
    peer.send(close(1001));
    assertTrue(peer.socket().ends(), "bytes after the Close");
  }
}
