package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 8 and RFC 6455, 10.4: what a small message may grow to. */
@QuarkusTest
@Over(Mode.COMPRESSED)
class DeflateLimitsTest extends WireTest {
  private static final int LIMIT = 16 << 20;
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {TEXT, BINARY})
  void aMessageMayInflateToTheLimit(int opcode) {
    Peer peer = open();
    byte[] payload = Bytes.text("to the limit ", LIMIT);
    var sent = peer.sendMeanwhile(peer.message(opcode, payload, 1));
    peer.expect(opcode, payload);
    sent.join();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  @Holds("6455-10.4-1")
  void aMessageThatInflatesToMoreThanTheLimitEndsTheConnection(int fragments) {
    Peer peer = open();
    byte[] payload = new byte[LIMIT + 1];
    peer.socket().sendAsFarAsItGoes(ClientFrame.bytes(peer.message(BINARY, payload, fragments)));
    peer.expectCloseAfterPartOf(payload, 1009);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aBombOf1GiBCostsNothing(int fragments) {
    byte[] bomb = bomb();
    Footprint before = Footprint.now();
    for (int i = 0; i < 3; i++) {
      Peer peer = open();
      peer.socket().sendAsFarAsItGoes(ClientFrame.bytes(cut(bomb, fragments)));
      peer.expectCloseAfterPartOf(new byte[LIMIT], 1009);
    }
    long grown = Footprint.now().since(before);
    assertTrue(grown < 24L * MIB, "grew by " + grown);
    open().expectAlive();
  }

  @Test
  void manyBombsAtATimeCostNoMoreThanTheyMay() {
    byte[] bomb = ClientFrame.bytes(cut(bomb(), 1));
    Footprint before = Footprint.now();
    var peers = new Peer[20];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = open();
      peers[i].socket().sendAsFarAsItGoes(bomb); // whose answers are not read for now
    }
    open().expectAlive();
    long grown = Footprint.now().since(before);
    assertTrue(grown < 20L * 4 * MIB, "grew by " + grown);
    for (Peer peer : peers) {
      peer.expectCloseAfterPartOf(new byte[LIMIT], 1009);
    }
  }

  /** 1 GiB of zeros: one block of 1 MiB that refers only to itself, a thousand times. */
  private static byte[] bomb() {
    byte[] once = new Deflate().compress(new byte[MIB]);
    byte[] block = Bytes.join(once, Bytes.hex("00 00 ff ff"));
    byte[] bomb = new byte[block.length * 1_024];
    for (int i = 0; i < 1_024; i++) {
      System.arraycopy(block, 0, bomb, i * block.length, block.length);
    }
    return Arrays.copyOf(bomb, bomb.length - 4);
  }

  private static ClientFrame[] cut(byte[] wire, int fragments) {
    var frames = new ClientFrame[fragments];
    for (int i = 0; i < fragments; i++) {
      int from = (int) ((long) wire.length * i / fragments);
      int to = (int) ((long) wire.length * (i + 1) / fragments);
      ClientFrame frame = ClientFrame.of(i == 0 ? BINARY : 0, Bytes.slice(wire, from, to));
      frame = i == 0 ? frame.rsv(4) : frame;
      frames[i] = i == fragments - 1 ? frame : frame.unfinished();
    }
    return frames;
  }
}
