package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ReferenceReader;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.client.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Streams of bytes that nobody thought of, judged by a second reading of RFC 6455.
 *
 * <p>{@code -Dwire.fuzz.streams=100000 -Dwire.fuzz.seed=7} for a longer run, or for one that
 * failed.
 */
@QuarkusTest
class FuzzTest extends WireTest {
  private static final int STREAMS = Integer.getInteger("wire.fuzz.streams", 1_000);
  private static final long SEED = Long.getLong("wire.fuzz.seed", 1);

  @Test
  void randomBytesAreAnsweredByTheRules() {
    run(RandomStreams::bytes);
  }

  @Test
  @Holds("6455-10.7-1")
  void randomFramesAreAnsweredByTheRules() {
    run(RandomStreams::frames);
  }

  @Test
  @Holds("6455-10.7-1")
  void mutatedStreamsAreAnsweredByTheRules() {
    run(RandomStreams::mutated);
  }

  private void run(Function<Random, byte[]> streams) {
    Peer canary = open();
    for (long seed = SEED; seed < SEED + STREAMS; seed++) {
      var random = new Random(seed * 0x9E3779B97F4A7C15L);
      byte[] stream = streams.apply(random);
      Verdict verdict = ReferenceReader.judge(stream);
      try (RawSocket socket = RawSocket.connect(target())) {
        Peer peer = Peer.open(socket, handshake("/ws"), false);
        peer.socket().send(stream, RandomStreams.cuts(random, stream.length));
        check(peer, verdict);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "-Dwire.fuzz.seed="
                + seed
                + " "
                + HexFormat.of().formatHex(stream)
                + " should see "
                + verdict,
            e);
      }
      if (seed % 100 == 0) {
        canary.expectAlive();
        canary.close();
        canary = open();
      }
    }
    canary.expectAlive();
  }

  private static void check(Peer peer, Verdict verdict) {
    for (ClientFrame ping : verdict.pings) {
      assertArrayEquals(ping.payload(), peer.pong().payload());
    }
    for (ClientFrame sent : verdict.messages) {
      Message message = peer.message();
      assertEquals(sent.opcode(), message.opcode());
      assertArrayEquals(sent.payload(), message.payload());
    }
    if (verdict.mustCloseWith.isEmpty()) {
      return;
    }
    int[] codes = verdict.mustCloseWith.stream().mapToInt(code -> code).toArray();
    ServerFrame close = peer.expectCloseAfterPartOf(verdict.unfinished, codes);
    if (verdict.closeBody.length > 0) {
      assertArrayEquals(verdict.closeBody, close.payload());
    }
  }
}
