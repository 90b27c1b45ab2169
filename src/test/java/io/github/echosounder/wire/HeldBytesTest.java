package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What peers make this instance hold is in the gauge that says so, and in the budget with it. */
@QuarkusTest
class HeldBytesTest extends WireTest {

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final int CLIENTS = 4;
  private static final int FRAME = 16 * KIB;
  private static final int MOST_FRAMES = 16 * MIB / FRAME;
  private static final int LAST_FRAMES = 32 * KIB / FRAME;

  @Inject
  @SuppressWarnings("NullAway.Init")
  HeldMemory memory;

  @Inject
  @SuppressWarnings("NullAway.Init")
  Connections connections;

  /**
   * At the end of the peer's half of TCP all that it sent is read at once, whether its replies are
   * taken or not.
   */
  @Test
  void whatAClientThatReadsNothingSentBeforeItEndedItsHalfOfTcpIsCounted() throws Exception {
    Footprint before = Footprint.now();
    List<Peer> peers = new ArrayList<>();
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Peer peer = open();
      int frames = sendUntilItIsHeld(peer, held());
      long waiting = held();
      for (int last = 0; last < LAST_FRAMES; last++) {
        peer.send(binary(numbered(frames++)));
      }
      peer.socket().finish();
      awaitHeld(waiting + LAST_FRAMES * FRAME);
      peers.add(peer);
      sent.add(frames);
    }
    assertEquals((double) held(), metric("echosounder_held_bytes"));
    long uncounted = Footprint.now().direct() - before.direct() - held();
    assertTrue(uncounted < 8 * MIB, "uncounted bytes: " + uncounted);
    for (int i = 0; i < CLIENTS; i++) {
      expectAll(peers.get(i), sent.get(i));
    }
  }

  /** One by one, so that nothing waits in the kernel when the server stops reading. */
  private int sendUntilItIsHeld(Peer peer, long heldBefore) {
    long readBefore = read();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int frames = 1; frames <= MOST_FRAMES; frames++) {
      peer.send(binary(numbered(frames - 1)));
      while (read() < readBefore + frames && held() <= heldBefore) {
        assertTrue(System.nanoTime() < deadline, "neither read nor held");
        Thread.onSpinWait();
      }
      if (staysAbove(heldBefore)) {
        return frames;
      }
    }
    throw new AssertionError("all was taken though none was read");
  }

  private long read() {
    return connections.total(loop -> loop.messages(Count.BINARY_IN));
  }

  /** For a moment something may wait for any client: then the kernel takes it after all. */
  private boolean staysAbove(long bytes) {
    for (int polls = 0; polls < 20 && held() > bytes; polls++) {
      RawSocket.pause(5);
    }
    return held() > bytes;
  }

  private void awaitHeld(long bytes) {
    for (int left = 250; held() < bytes; left--) {
      assertTrue(left > 0, "held: " + held() + " of " + bytes);
      RawSocket.pause(20);
    }
  }

  private static void expectAll(Peer peer, int frames) {
    for (int i = 0; i < frames; i++) {
      peer.expect(BINARY, numbered(i));
    }
    assertTrue(peer.socket().ends());
  }

  private long held() {
    return memory.held();
  }

  private static byte[] numbered(int i) {
    return Bytes.text("number " + i + " ", FRAME);
  }

  @Test
  void openingsAreNoEchoes() throws Exception {
    open().expectAlive();
    double echoes = metric("echosounder_echo_seconds_count");
    for (int i = 0; i < 100; i++) {
      open();
    }
    assertEquals(echoes, metric("echosounder_echo_seconds_count"));
    open().expectAlive();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (metric("echosounder_echo_seconds_count") != echoes + 1) {
      assertTrue(System.nanoTime() < deadline, "the echo was not counted");
      RawSocket.pause(20);
    }
  }
}
