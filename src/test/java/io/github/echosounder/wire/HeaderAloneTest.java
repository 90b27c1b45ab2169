package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.noise;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
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
}
