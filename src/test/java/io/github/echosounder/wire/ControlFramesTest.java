package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.pong;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.CLOSE;
import static io.github.echosounder.wire.client.Opcode.PING;
import static io.github.echosounder.wire.client.Opcode.PONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.ClientFrame.LengthForm;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.5, 5.5.2 and 5.5.3. */
@QuarkusTest
class ControlFramesTest extends WireTest {
  @ParameterizedTest
  @ValueSource(ints = {CLOSE, PING, PONG})
  @Holds("6455-5.5-1")
  void aControlFrameOfMoreThan125BytesEndsTheConnection(int opcode) {
    for (int length : new int[] {126, 127, 65_535, 65_536}) {
      Peer peer = open();
      peer.socket().send(ClientFrame.of(opcode, new byte[0]).announcing(length).header());
      peer.expectClose(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {CLOSE, PING, PONG})
  void aControlFrameWithALongerLengthFormEndsTheConnection(int opcode) {
    for (LengthForm form : new LengthForm[] {LengthForm.SIXTEEN_BITS, LengthForm.SIXTY_FOUR_BITS}) {
      Peer peer = open();
      peer.send(ClientFrame.of(opcode, hex("03 e8")).length(form));
      peer.expectCloseWhileSending(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {CLOSE, PING, PONG})
  @Holds("6455-5.4-1")
  void aFragmentedControlFrameEndsTheConnection(int opcode) {
    Peer peer = open();
    peer.send(ClientFrame.of(opcode, hex("03 e8")).unfinished());
    peer.expectClose(1002);
  }

  @Test
  @Holds({"6455-5.4-1", "6455-5.5-1", "6455-5.5.2-1", "6455-5.5.3-1"})
  void aPingIsAnsweredWithItsOwnPayload() {
    Peer peer = open();
    for (int length = 0; length <= 125; length++) {
      byte[] payload = noise(length, length); // any bytes: a ping is not text
      peer.send(ClientFrame.of(PING, payload));
      assertArrayEquals(payload, peer.pong().payload());
    }
  }

  @Test
  void pingsAreAnsweredInOrder() {
    Peer peer = open();
    var pings = new ClientFrame[300];
    for (int i = 0; i < pings.length; i++) {
      pings[i] = ping("ping " + i);
    }
    peer.send(pings);
    for (int i = 0; i < pings.length; i++) {
      peer.expectPong("ping " + i);
    }
  }

  @Test
  void aPingThatArrivesByteByByteIsAnswered() {
    Peer peer = open();
    byte[] bytes = ping("slowly").bytes();
    peer.socket().send(bytes, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    peer.expectPong("slowly");
  }

  @Test
  @Holds("6455-6.2-2")
  void messagesAndPingsThatArriveTogetherAreAllAnswered() {
    Peer peer = open();
    peer.send(text("a"), ping("1"), text("b"), ping("2"), ping("3"), text("c"));
    for (String text : new String[] {"a", "b", "c"}) {
      peer.expectText(text);
    }
    for (String payload : new String[] {"1", "2", "3"}) {
      peer.expectPong(payload);
    }
  }

  @Test
  void aPongThatNobodyAskedForIsIgnored() {
    Peer peer = open();
    peer.send(pong("unasked"), pong(""), ClientFrame.of(PONG, noise(125, 1)), text("next"));
    peer.expectText("next");
    peer.send(ping("asked"));
    peer.expectPong("asked"); // the first pong there is
  }

  @Test
  void aPongBetweenFragmentsIsIgnored() {
    Peer peer = open();
    peer.send(text("one ").unfinished(), pong("unasked"), ClientFrame.continuation("message"));
    peer.expectText("one message");
  }
}
