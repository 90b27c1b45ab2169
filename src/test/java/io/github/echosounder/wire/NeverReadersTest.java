package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.Opcode.PING;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not read is not read from; what was taken from it is not lost. */
@QuarkusTest
class NeverReadersTest extends WireTest {
  private static final long MIB = 1 << 20;
  private static final long MOST_TAKEN = 256 * MIB;
  private static final String PREFIX = "接收数据: ";

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
    String prefix = path.equals("/") ? PREFIX : "";
    Flood flood =
        Flood.start(
            peer.socket(),
            i -> ClientFrame.of(opcode, numbered(i, length)).bytes(),
            MOST_TAKEN / length);
    Flood.untilTheServerStopsReading(List.of(flood));
    assertHeldIsLess(32 * MIB, before);

    var sent = flood.stop();
    byte[] beginning = opcode == TEXT ? utf8(prefix) : new byte[0];
    for (int i = 0; !sent.isDone() || i < sent.join(); i++) {
      peer.expect(opcode, Bytes.join(beginning, numbered(i, length)));
    }
    peer.expectAlive(prefix);
  }

  private static byte[] numbered(int i, int length) {
    return Bytes.text("number " + i + " ", length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void pingsAreNotTakenWithoutEndFromAClientThatDoesNotRead(int repeated) {
    Footprint before = Footprint.now();
    Peer peer = open();
    Flood flood = Flood.start(peer.socket(), i -> pings(i, repeated), MOST_TAKEN / 8_000);
    Flood.untilTheServerStopsReading(List.of(flood));
    assertHeldIsLess(32 * MIB, before);

    var sent = flood.stop();
    for (int i = 0; !sent.isDone() || i < sent.join(); i++) {
      for (int n = 0; n < 500; n++) {
        peer.expectPong(pingPayload(i, n, repeated));
      }
    }
    peer.expectAlive();
  }

  private static byte[] pings(int i, int repeated) {
    var pings = new ClientFrame[500];
    for (int n = 0; n < pings.length; n++) {
      pings[n] = ClientFrame.of(PING, utf8(pingPayload(i, n, repeated)));
    }
    return ClientFrame.bytes(pings);
  }

  private static String pingPayload(int i, int n, int repeated) {
    return i + "/" + n + ".".repeat(repeated);
  }

  private void assertHeldIsLess(long most, Footprint before) {
    long grown = Footprint.now().since(before);
    assertTrue(grown < most, "grew by " + grown);
    open().expectAlive();
  }
}
