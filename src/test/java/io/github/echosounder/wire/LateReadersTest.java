package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many clients that send messages and pings and do not read, or only later. */
@QuarkusTest
class LateReadersTest extends WireTest {
  private static final long MIB = 1 << 20;
  private static final long MOST_TAKEN = 256 * MIB;

  @Test
  void manyClientsThatDoNotReadHoldLittleAndNobodyElseNotices() {
    Footprint before = Footprint.now();
    Peer canary = open();
    Flood.untilTheServerStopsReading(floods(10, new ArrayList<>()));
    canary.expectAlive();
    long grown = Footprint.now().since(before);
    assertTrue(grown < 48 * MIB, "grew by " + grown);
    open().expectAlive();
  }

  @Test
  void clientsThatReadLateGetTheirOwnAnswersAndAllOfThem() {
    var peers = new ArrayList<Peer>();
    List<Flood> floods = floods(8, peers);
    Flood.untilTheServerStopsReading(floods);
    floods.forEach(Flood::stop);
    boolean more = true;
    for (int i = 0; more; i++) {
      more = false;
      for (int p = 0; p < peers.size(); p++) {
        var sent = floods.get(p).stop();
        if (!sent.isDone() || i < sent.join()) {
          peers.get(p).expect(BINARY, ofItsOwn(p, i));
          peers.get(p).expectPong(p + "/" + i);
          more = true;
        }
      }
    }
    peers.forEach(Peer::expectAlive);
  }

  private List<Flood> floods(int count, List<Peer> peers) {
    List<Flood> floods = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      int client = p;
      peers.add(open());
      floods.add(
          Flood.start(
              peers.get(p).socket(),
              i -> ClientFrame.bytes(binary(ofItsOwn(client, i)), ping(client + "/" + i)),
              MOST_TAKEN / 10_000));
    }
    return floods;
  }

  /** No two alike, so that bytes of one never pass for those of another. */
  private static byte[] ofItsOwn(int client, int i) {
    return noise((i * 7_919) % 20_000, client * 1_000_003L + i);
  }
}
