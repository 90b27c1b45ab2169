package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.1 and 5.3. */
@QuarkusTest
class MaskingTest extends WireTest {
  @ParameterizedTest
  @ValueSource(ints = {0x1, 0x2, 0x8, 0x9, 0xA})
  @Holds("6455-5.1-1")
  void aFrameThatIsNotMaskedEndsTheConnection(int opcode) {
    Peer peer = open();
    peer.send(ClientFrame.of(opcode, noise(20, opcode)).unmasked());
    peer.expectClose(1002);
  }

  @Test
  @Holds("6455-5.1-1")
  void anEmptyFrameThatIsNotMaskedEndsTheConnection() {
    Peer peer = open();
    peer.send(text("").unmasked());
    peer.expectClose(1002);
  }

  @Test
  @Holds("6455-5.1-1")
  void aLaterFragmentThatIsNotMaskedEndsTheConnection() {
    Peer peer = open();
    peer.send(text("masked").unfinished(), continuation("not").unmasked());
    peer.expectCloseAfterPartOf(text("masked").payload(), 1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0xff, 0xff00, 0x00ff00ff, 0x7fffffff, 0x80000000, 0x80808080, -1})
  @Holds("6455-6.2-5")
  void everyMaskingKeyIsUndone(int key) {
    Peer peer = open();
    byte[] payload = noise(1021, key);
    peer.send(binary(payload).key(key));
    peer.expect(BINARY, payload);
  }

  @Test
  void theMaskIsUndoneAtEveryLength() {
    Peer peer = open();
    for (int length = 0; length <= 200; length++) {
      byte[] payload = noise(length, length);
      peer.send(binary(payload));
      peer.expect(BINARY, payload);
    }
  }

  @Test
  void theMaskGoesOnWhereTheLastSegmentEnded() {
    Peer peer = open();
    byte[] payload = noise(100, 7);
    byte[] bytes = binary(payload).bytes();
    for (int first = 1; first < 24; first++) {
      peer.socket().send(bytes, first, first + 5, first + 12, first + 33);
      peer.expect(BINARY, payload);
    }
  }

  @Test
  @Holds({"6455-5.3-1", "6455-6.2-5"})
  void eachFragmentHasAMaskOfItsOwn() {
    Peer peer = open();
    peer.send(
        text("one,").key(0x01020304).unfinished(),
        continuation("two,").key(0x70605040).unfinished(),
        continuation("three").key(0));
    peer.expectText("one,two,three");
  }

  @Test
  @Holds("6455-6.2-5")
  void thePayloadOfAPingIsUnmasked() {
    Peer peer = open();
    peer.send(ClientFrame.ping("unmask me").key(0x5a5a1234));
    peer.expectPong("unmask me");
  }
}
