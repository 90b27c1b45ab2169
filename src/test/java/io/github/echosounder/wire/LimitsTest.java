package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 10.4 and 7.4.1 (1009), with the limits as they are by default: 16 MiB. */
@QuarkusTest
class LimitsTest extends WireTest {
  private static final int LIMIT = 16 << 20;
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(longs = {LIMIT + 1, 1L << 31, 1L << 32, (1L << 32) + 5, Long.MAX_VALUE})
  @Holds("6455-10.4-1")
  void aFrameBeyondTheLimitIsRefusedByItsHeader(long length) {
    for (String path : new String[] {"/", "/ws"}) {
      for (int opcode : new int[] {TEXT, BINARY}) {
        Peer peer = open(path);
        peer.socket().send(ClientFrame.of(opcode, new byte[0]).announcing(length).header());
        peer.expectClose(1009);
      }
    }
  }

  @Test
  void aMessageOfExactlyTheLimitMayComeInFragments() {
    Peer peer = open();
    byte[] payload = noise(LIMIT, 1);
    var sent = peer.sendMeanwhile(fragments(payload, true));
    peer.expect(BINARY, payload);
    sent.join();
    peer.expectAlive();
  }

  @Test
  void theFragmentThatExceedsTheLimitIsRefusedByItsHeader() {
    for (ClientFrame last : new ClientFrame[] {continuation("x"), continuation("x").unfinished()}) {
      Peer peer = open();
      byte[] payload = noise(LIMIT, 1);
      byte[] header = slice(last.bytes(), 0, 6);
      var sent =
          peer.socket()
              .sendMeanwhile(Bytes.join(ClientFrame.bytes(fragments(payload, false)), header));
      peer.expectCloseAfterPartOf(payload, 1009);
      sent.join();
    }
  }

  @Test
  @Holds("6455-10.4-1")
  void fragmentsWithoutEndAreEnded() {
    Peer peer = open();
    byte[] part = Bytes.text("endless ", MIB);
    peer.socket()
        .sendAsFarAsItGoes(
            Bytes.join(
                text(part).unfinished().bytes(),
                ClientFrame.bytes(many(continuation(part).unfinished(), 20))));
    byte[] all = new byte[LIMIT];
    for (int i = 0; i < 16; i++) {
      System.arraycopy(part, 0, all, i * MIB, MIB);
    }
    peer.expectCloseAfterPartOf(all, 1009);
  }

  @Test
  void theLimitIsForOneMessageAndNotForTheConnection() {
    Peer peer = open();
    byte[] payload = Bytes.text("again ", 4 * MIB);
    for (int i = 0; i < 6; i++) {
      var sent = peer.sendMeanwhile(text(payload));
      peer.expect(TEXT, payload);
      sent.join();
    }
  }

  @Test
  void aClientThatGoesOnSendingAMessageBeyondTheLimitSeesTheClose() {
    Peer peer = open();
    byte[] header = binary(new byte[0]).announcing(LIMIT + 1).header();
    peer.socket().sendAsFarAsItGoes(Bytes.join(header, new byte[LIMIT + 1]));
    peer.expectCloseWhileSending(1009);
  }

  private static ClientFrame[] fragments(byte[] payload, boolean finished) {
    int count = payload.length / MIB;
    var frames = new ClientFrame[count];
    for (int i = 0; i < count; i++) {
      byte[] part = slice(payload, i * MIB, (i + 1) * MIB);
      ClientFrame frame = ClientFrame.of(i == 0 ? BINARY : 0, part);
      frames[i] = finished && i == count - 1 ? frame : frame.unfinished();
    }
    return frames;
  }

  private static ClientFrame[] many(ClientFrame frame, int count) {
    var frames = new ClientFrame[count];
    Arrays.fill(frames, frame);
    return frames;
  }
}
