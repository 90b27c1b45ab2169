package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.ClientFrame.LengthForm;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.2. */
@QuarkusTest
class FramingTest extends WireTest {
  @Test
  @Holds({"6455-5.1-2", "6455-5.2-1", "6455-6.1-2"})
  void theSampleOfTheRfcComesBack() {
    Peer peer = open();
    peer.socket().send(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"));
    peer.expectText("Hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  @Holds({"6455-5.2-2", "6455-7.1.7-1", "6455-7.1.7-3", "6455-10.7-2"})
  void aReservedBitThatNoExtensionDefinesEndsTheConnection(int bits) {
    for (int opcode : new int[] {0x1, 0x2, 0x8, 0x9, 0xA}) {
      Peer peer = open();
      peer.send(ClientFrame.of(opcode, hex("03 e8")).rsv(bits));
      peer.expectClose(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x8, 0x9, 0xA})
  @Holds({"6455-5.2-2", "7692-6-2"})
  void rsv1OnAControlFrameEndsTheConnection(int opcode) {
    Peer peer = open();
    peer.send(ClientFrame.of(opcode, hex("03 e8")).rsv(4));
    peer.expectClose(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
  @Holds({"6455-5.2-3", "6455-7.1.7-1", "6455-7.1.7-3"})
  void aReservedOpcodeEndsTheConnection(int opcode) {
    for (byte[] payload : new byte[][] {{}, noise(10, 1)}) {
      Peer peer = open();
      peer.send(ClientFrame.of(opcode, payload));
      peer.expectClose(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3, 0x7, 0xB, 0xF})
  void aReservedOpcodeIsRefusedWithoutWaitingForItsPayload(int opcode) {
    Peer peer = open();
    peer.socket().send(ClientFrame.of(opcode, new byte[0]).announcing(100).header());
    peer.expectClose(1002);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 124, 125, 126, 127, 128, 254, 255, 256, 65_534, 65_535, 65_536, 65_537})
  @Holds({"6455-5.2-5", "6455-5.2-4", "6455-6.1-2"})
  void aLengthComesBackInItsShortestForm(int length) {
    Peer peer = open();
    byte[] payload = noise(length, length);
    peer.send(binary(payload));
    peer.expect(BINARY, payload); // the reader refuses a longer form
  }

  @ParameterizedTest
  @CsvSource({
    "SIXTEEN_BITS, 0",
    "SIXTEEN_BITS, 1",
    "SIXTEEN_BITS, 125",
    "SIXTY_FOUR_BITS, 0",
    "SIXTY_FOUR_BITS, 125",
    "SIXTY_FOUR_BITS, 126",
    "SIXTY_FOUR_BITS, 65535"
  })
  @Holds("6455-5.2-5")
  void aLengthThatIsNotInItsShortestFormEndsTheConnection(LengthForm form, int length) {
    for (int opcode : new int[] {TEXT, BINARY}) {
      Peer peer = open();
      peer.send(ClientFrame.of(opcode, Bytes.text("x", length)).length(form));
      peer.expectCloseWhileSending(1002);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 5, -1})
  @Holds("6455-5.2-4")
  void theMostSignificantBitOfA64BitLengthMustBe0(long length) {
    Peer peer = open();
    peer.socket().send(binary(new byte[0]).announcing(length).header());
    peer.expectClose(1002, 1009);
  }

  @Test
  @Holds("6455-6.2-1")
  void aHeaderMayArriveByteByByte() {
    Peer peer = open();
    for (int length : new int[] {3, 300, 70_000}) {
      byte[] payload = noise(length, length);
      byte[] bytes = binary(payload).bytes();
      peer.socket().send(bytes, IntStream.range(1, Math.min(bytes.length, 16)).toArray());
      peer.expect(BINARY, payload);
    }
  }

  @Test
  @Holds({"6455-6.1-5", "6455-6.2-1"})
  void framesThatArriveTogetherAreAnsweredOneByOneInOrder() {
    Peer peer = open();
    var frames = new ClientFrame[500];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = i % 2 == 0 ? text("message " + i) : binary(noise(i, i));
    }
    peer.send(frames);
    for (int i = 0; i < frames.length; i++) {
      peer.expect(i % 2 == 0 ? TEXT : BINARY, frames[i].payload());
    }
  }

  @Test
  @Holds("6455-7.1.7-4")
  void whatWasWholeBeforeABadFrameIsStillAnswered() {
    Peer peer = open();
    peer.send(text("good"), binary(noise(9, 9)), text("bad").rsv(2), text("never read"));
    peer.expectText("good");
    peer.expect(BINARY, noise(9, 9));
    peer.expectCloseWhileSending(1002);
  }
}
