package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client should do costs little, leaves nothing behind, and others do not notice. */
@QuarkusTest
class HostileClientsTest extends WireTest {
  private static final int MIB = 1 << 20;
  private static final int KIB = 1 << 10;

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  @Holds("6455-10.4-1")
  void aHeaderThatPromisesMuchHoldsNothing(String path) {
    Footprint before = Footprint.now();
    byte[] header = binary(new byte[0]).announcing(16 * MIB).header();
    for (int i = 0; i < 300; i++) {
      open(path).socket().send(header);
    }
    Peer canary = open();
    canary.expectAlive();
    assertGrownByLessThan(300 * 8 * KIB + 8 * MIB, before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1, 0x2})
  void halfAFrameHoldsNoMoreThan64KiB(int opcode) {
    Footprint before = Footprint.now();
    byte[] payload = Bytes.text("half a frame ", 200 * KIB);
    byte[] begun = ClientFrame.of(opcode, payload).announcing(16 * MIB).bytes();
    for (int i = 0; i < 200; i++) {
      open().socket().send(begun);
    }
    open().expectAlive();
    assertGrownByLessThan(200 * 64 * KIB + 8 * MIB, before);
  }

  @Test
  void unfinishedMessagesOfManyFragmentsHoldNoMoreThanTheirFrames() {
    Footprint before = Footprint.now();
    byte[] part = Bytes.text("part ", 10_000);
    var frames = new ArrayList<ClientFrame>();
    frames.add(text(part).unfinished());
    for (int i = 0; i < 9; i++) {
      frames.add(continuation(part).unfinished());
    }
    byte[] begun = ClientFrame.bytes(frames.toArray(ClientFrame[]::new));
    for (int i = 0; i < 200; i++) {
      open().socket().send(begun);
    }
    open().expectAlive();
    assertGrownByLessThan(200 * 64 * KIB + 8 * MIB, before);
  }

  @Test
  void connectionsThatAreResetLeaveNothingBehind() {
    open().expectAlive();
    int descriptors = Footprint.descriptors();
    Footprint before = Footprint.now();
    var random = new Random(5);
    byte[] opening = Handshake.to("/ws").bytes();
    byte[] frames = ClientFrame.bytes(text("a"), ping("b"), binary(noise(3_000, 1)));
    byte[] all = join(opening, frames, ClientFrame.close(1000).bytes());
    for (int i = 0; i < 1_000; i++) {
      RawSocket socket = RawSocket.connect(target());
      socket.send(slice(all, 0, random.nextInt(all.length)));
      if (random.nextInt(10) == 0) {
        RawSocket.pause(2);
      }
      socket.reset();
    }
    awaitDescriptors(descriptors);
    open().expectAlive();
    assertGrownByLessThan(16 * MIB, before);
  }

  @Test
  void connectionsThatCloseInOrderLeaveNothingBehind() {
    open().expectAlive();
    int descriptors = Footprint.descriptors();
    for (int i = 0; i < 300; i++) {
      try (Peer peer = Peer.open(RawSocket.connect(target()), handshake("/ws"), false)) {
        peer.send(text("x"), ClientFrame.close(1000));
        peer.expectText("x");
        peer.expectClose(1000);
      }
    }
    awaitDescriptors(descriptors);
  }

  @Test
  void connectionsThatBreakTheRulesLeaveNothingBehind() {
    open().expectAlive();
    int descriptors = Footprint.descriptors();
    Footprint before = Footprint.now();
    for (int i = 0; i < 300; i++) {
      Peer peer = Peer.open(RawSocket.connect(target()), handshake("/ws"), false);
      peer.send(text("fine so far").unfinished(), text(Bytes.hex("ff")).rsv(2));
      peer.expectCloseAfterPartOf(Bytes.utf8("fine so far"), 1002);
      peer.close();
    }
    awaitDescriptors(descriptors);
    assertGrownByLessThan(16 * MIB, before);
  }

  @Test
  void aFloodOfTinyFramesIsAnsweredInFull() {
    Peer peer = open();
    var frames = new ClientFrame[30_000];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = i % 3 == 0 ? ping("p") : text("t");
    }
    var sent = peer.sendMeanwhile(frames);
    for (int i = 0; i < frames.length; i++) {
      if (i % 3 == 0) {
        peer.expectPong("p");
      } else {
        peer.expectText("t");
      }
    }
    sent.join();
  }

  @Test
  void manyConnectsAtATimeDoNotStarveAnOpenConnection() {
    Peer canary = open();
    List<RawSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      RawSocket socket = connect();
      socket.send(Handshake.to("/ws").bytes());
      sockets.add(socket);
      if (i % 40 == 0) {
        canary.expectAlive();
      }
    }
    for (RawSocket socket : sockets) {
      Peer.opened(socket, false).expectAlive();
    }
    canary.expectAlive();
  }

  private static void assertGrownByLessThan(long most, Footprint before) {
    long grown = Footprint.now().since(before);
    assertTrue(grown < most, "grew by " + grown + " where " + most + " would be too much");
  }

  /** Sockets of connections that ended are closed a little later, on the server's own threads. */
  private static void awaitDescriptors(int before) {
    int open = Footprint.descriptors();
    for (int i = 0; i < 100 && open > before + 5; i++) {
      RawSocket.pause(100);
      open = Footprint.descriptors();
    }
    assertTrue(open <= before + 5, open + " descriptors where " + before + " were open before");
  }
}
