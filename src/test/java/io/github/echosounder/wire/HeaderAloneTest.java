package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.noise;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** RFC 6455, 5.2: a header may arrive alone, and its payload later. */
@QuarkusTest
@Over(Mode.COMPRESSED)
class HeaderAloneTest extends WireTest {

  private static void sendHeaderThenPayload(Peer peer, ClientFrame frame) {
    peer.socket().send(frame.bytes(), frame.header().length);
  }

  @Test
  void aLargeFrameWhoseHeaderComesAloneBeginsWithItsFirstBytes() {
    byte[] payload = noise(300_000, 3);
    Peer peer = open();
    sendHeaderThenPayload(peer, ClientFrame.binary(payload));
    var message = peer.expect(Opcode.BINARY, payload);
    assertTrue(message.frames().get(0).length() > 0, "the first fragment is empty");
  }

  @Test
  void aFinalBlockWhoseHeaderCameAloneIsAnswered() {
    Peer peer = open();
    for (int i = 0; i < 3; i++) {
      sendHeaderThenPayload(peer, ClientFrame.text(hex("f3 48 cd c9 c9 07 00 00")).rsv(4));
      peer.expectText("Hello");
    }
    peer.expectAlive();
  }

  /** 7.2.3.4: the first frame may be empty, and then the next one tells of the first block. */
  @Test
  void aFinalBlockBehindAnEmptyFirstFrameDoesNotGoBackAsItCame() {
    Peer peer = open();
    for (int i = 0; i < 3; i++) {
      peer.send(
          ClientFrame.text("").rsv(4).unfinished(),
          ClientFrame.continuation(hex("f3 48 cd c9 c9 07 00 00")));
      var message = peer.expectText("Hello");
      byte[] deflated =
          Bytes.join(message.frames().stream().map(ServerFrame::payload).toArray(byte[][]::new));
      assertEquals(0, deflated[0] & 1, "BFINAL went back");
    }
    peer.expectAlive();
  }
}
