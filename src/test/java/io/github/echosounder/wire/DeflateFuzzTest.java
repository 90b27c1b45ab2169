package io.github.echosounder.wire;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.CompressedVerdict;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compressed messages, some of them damaged, judged by a second reading of RFC 1951. */
@QuarkusTest
@Over(Mode.COMPRESSED)
class DeflateFuzzTest extends WireTest {
  private static final int STREAMS = Integer.getInteger("wire.fuzz.streams", 1_000);
  private static final long SEED = Long.getLong("wire.fuzz.seed", 1);

  @Test
  void damagedMessagesAreAnsweredOrRefusedByTheRules() {
    Peer canary = open();
    for (long seed = SEED; seed < SEED + STREAMS; seed++) {
      var random = new Random(seed * 0x9E3779B97F4A7C15L);
      try (RawSocket socket = RawSocket.connect(target())) {
        exchange(Peer.open(socket, handshake("/ws"), true), random);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("-Dwire.fuzz.seed=" + seed, e);
      }
      if (seed % 100 == 0) {
        canary.expectAlive();
        canary.close();
        canary = open();
      }
    }
    canary.expectAlive();
  }

  private static void exchange(Peer peer, Random random) {
    var deflate = new Deflate();
    var judge = new CompressedVerdict();
    for (int i = 0; i < 4; i++) {
      int opcode = random.nextBoolean() ? Opcode.TEXT : Opcode.BINARY;
      byte[] wire = deflate.compress(payload(opcode, random));
      if (random.nextInt(3) == 0) {
        damage(wire, random);
      }
      judge.read(wire, opcode == Opcode.TEXT);
      peer.send(fragments(opcode, wire, random));
      try {
        if (!judge.check(peer, opcode)) {
          return;
        }
      } catch (AssertionError e) {
        throw new AssertionError(judge + " " + HexFormat.of().formatHex(wire), e);
      }
    }
  }

  private static byte[] payload(int opcode, Random random) {
    int length = random.nextInt(random.nextInt(10) == 0 ? 100_000 : 500);
    if (opcode == Opcode.TEXT) {
      return Bytes.text("回声 echo " + random.nextInt(), length);
    }
    byte[] noise = Bytes.noise(length, random.nextLong());
    return random.nextBoolean() ? noise : Bytes.join(noise, noise);
  }

  private static void damage(byte[] wire, Random random) {
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(random.nextBoolean() ? wire.length : Math.min(8, wire.length));
      wire[at] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private static ClientFrame[] fragments(int opcode, byte[] wire, Random random) {
    ClientFrame whole = ClientFrame.of(opcode, wire).rsv(4);
    if (random.nextBoolean()) {
      return new ClientFrame[] {whole};
    }
    int cut = random.nextInt(wire.length + 1);
    return new ClientFrame[] {
      ClientFrame.of(opcode, Bytes.slice(wire, 0, cut)).rsv(4).unfinished(),
      ClientFrame.continuation(Bytes.slice(wire, cut, wire.length))
    };
  }
}
