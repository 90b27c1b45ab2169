package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.PING;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not read is not read from; what was taken from it is not lost. */
@QuarkusTest
class NeverReadersTest extends WireTest {
  private static final long MIB = 1 << 20;
  private static final long MOST_TAKEN = 256 * MIB;

  @ParameterizedTest
  @CsvSource({
    "/ws, 1, 100",
    "/ws, 2, 100",
    "/ws, 2, 65536",
    "/ws, 1, 4000000",
    "/, 1, 1000",
    "/, 2, 70000"
  })
  void dataIsNotTakenWithoutEndFromAClientThatDoesNotRead(String path, int opcode, int length) {
    Footprint before = Footprint.now();
    Peer peer = open(path);
    byte[] payload = Bytes.text("a flood of text ", length);
    byte[] frame = ClientFrame.of(opcode, payload).bytes();
    Flood flood = Flood.start(peer.socket(), frame, MOST_TAKEN / frame.length);
    Flood.untilTheServerStopsReading(List.of(flood));

    long grown = Footprint.now().since(before);
    assertTrue(grown < 32 * MIB, "grew by " + grown);
    open().expectAlive();

    byte[] reply = path.equals("/ws") || opcode == BINARY ? payload : prefixed(payload);
    var sent = flood.stop();
    long received = 0;
    while (!sent.isDone() || received < sent.join()) {
      peer.expect(opcode, reply);
      received++;
    }
    assertEquals(sent.join(), received);
    peer.expectAlive(path.equals("/ws") ? "" : "接收数据: ");
  }

  private static byte[] prefixed(byte[] payload) {
    return Bytes.join(Bytes.utf8("接收数据: "), payload);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125})
  void pingsAreNotTakenWithoutEndFromAClientThatDoesNotRead(int length) {
    Footprint before = Footprint.now();
    Peer peer = open("/ws");
    byte[] payload = noise(length, 1);
    byte[] pings = ClientFrame.bytes(many(ClientFrame.of(PING, payload), 500));
    Flood flood = Flood.start(peer.socket(), pings, MOST_TAKEN / pings.length);
    Flood.untilTheServerStopsReading(List.of(flood));

    long grown = Footprint.now().since(before);
    assertTrue(grown < 32 * MIB, "grew by " + grown);
    open().expectAlive();

    var sent = flood.stop();
    long received = 0;
    while (!sent.isDone() || received < 500 * sent.join()) {
      ServerFrame pong = peer.pong();
      assertArrayEquals(payload, pong.payload());
      received++;
    }
    assertEquals(500 * sent.join(), received);
    peer.expectAlive();
  }

  @Test
  void manyClientsThatDoNotReadHoldLittleAndNobodyElseNotices() {
    Footprint before = Footprint.now();
    byte[] frame = ClientFrame.of(TEXT, Bytes.text("a flood ", 50_000)).bytes();
    List<Flood> floods = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      floods.add(Flood.start(open("/ws").socket(), frame, 2_000));
    }
    Peer canary = open();
    Flood.untilTheServerStopsReading(floods);
    canary.expectAlive();
    long grown = Footprint.now().since(before);
    assertTrue(grown < 48 * MIB, "grew by " + grown);
  }

  private static ClientFrame[] many(ClientFrame frame, int count) {
    var frames = new ClientFrame[count];
    Arrays.fill(frames, frame);
    return frames;
  }
}
