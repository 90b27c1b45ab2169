package io.github.echosounder.drain;

import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.Opcode.CLOSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM while a rehearsal is under way: routers have not learned of it before. */
class LeavingAmidRehearsalIT {

  private static final Duration GRACE = Duration.ofSeconds(5);

  enum Moment {
    IN_ITS_GRACE,
    WHILE_IT_AWAITS_AN_ANSWER
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Moment.class)
  void theWholeRoutingGraceBeginsWithSigtermAndEveryoneGetsAClose(Moment moment) throws Exception {
    try (LeavingJar jar =
        LeavingJar.start("drain.routing-grace=5s", "drain.window=500ms", "drain.rehearsal=true")) {
      Peer before = jar.open("/ws");
      assertEquals(202, jar.rehearse());
      if (moment == Moment.IN_ITS_GRACE) {
        RawSocket.pause(1_000);
      } else {
        assertEquals(1001, before.frame().closeCode());
      }

      long sigterm = System.nanoTime();
      jar.terminate();
      Peer after = jar.open("/ws");
      if (moment == Moment.WHILE_IT_AWAITS_AN_ANSWER) {
        answer(before);
        jar.awaitOutput("drain rehearsal broken off");
      }
      assertEquals(503, jar.status("/q/health/ready"));
      assertEquals(200, jar.status("/q/health/live"));
      assertEquals(409, jar.rehearse());
      after.expectAlive();

      expectClose(after);
      Duration served = Duration.ofNanos(System.nanoTime() - sigterm);
      assertTrue(served.compareTo(GRACE) >= 0, "closed " + served + " after SIGTERM");
      if (moment == Moment.IN_ITS_GRACE) {
        expectClose(before);
        answer(before);
      }
      answer(after);
      jar.awaitEnd();
    }
  }

  @Test
  void aSecondSigtermEndsAllWaitingAndEveryoneGetsAClose() throws Exception {
    try (LeavingJar jar =
        LeavingJar.start("drain.routing-grace=1h", "drain.window=1h", "drain.rehearsal=true")) {
      List<Peer> peers = Stream.generate(() -> jar.open("/ws")).limit(10).toList();
      assertEquals(202, jar.rehearse());
      jar.terminate();
      jar.awaitOutput("drain rehearsal broken off");
      jar.terminate();
      for (Peer peer : peers) {
        expectClose(peer);
        answer(peer);
      }
      String log = jar.awaitEnd();
      assertTrue(log.contains("drain begins open=10 routing-grace=1h window=1h"), log);
      assertTrue(log.contains("drain ends clean=10 forced=0"), log);
    }
  }

  @Test
  void aSecondSigtermIsHeededWhileTheLastAnswersAreAwaited() throws Exception {
    try (LeavingJar jar =
        LeavingJar.start("drain.routing-grace=0s", "drain.window=250ms", "close-timeout=1h")) {
      Peer silent = jar.open("/ws");
      jar.terminate();
      expectClose(silent);
      jar.terminate();
      String log = jar.awaitEnd();
      assertTrue(log.contains("drain begins open=1 routing-grace=0s window=250ms"), log);
      assertTrue(log.contains("drain ends clean=0 forced=1"), log);
    }
  }

  private static void expectClose(Peer peer) {
    ServerFrame frame = peer.frame();
    assertEquals(CLOSE, frame.opcode(), frame.toString());
    assertEquals(1001, frame.closeCode(), frame.toString());
  }

  private static void answer(Peer peer) {
    peer.send(close(1001));
    assertTrue(peer.socket().ends(), "bytes after the Close");
    peer.close();
  }
}
