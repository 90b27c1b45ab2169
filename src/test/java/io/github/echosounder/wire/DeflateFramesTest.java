package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.CLOSE;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.DeflateWriter;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 6 and 7.2: what may come in compressed. */
@QuarkusTest
@Over(Mode.COMPRESSED)
class DeflateFramesTest extends WireTest {
  private static ClientFrame compressed(byte[] deflated) {
    return text(deflated).rsv(4);
  }

  @ParameterizedTest
  @CsvSource({
    "7.2.3.1 one block, f2 48 cd c9 c9 07 00",
    "7.2.3.3 a block without compression, 00 05 00 fa ff 48 65 6c 6c 6f 00",
    "7.2.3.4 BFINAL set, f3 48 cd c9 c9 07 00 00",
    "7.2.3.5 two blocks, f2 48 05 00 00 00 ff ff ca c9 c9 07 00"
  })
  @Holds("7692-6.2-1")
  void theSamplesOfTheRfcSayHello(String sample, String deflated) {
    Peer peer = open();
    peer.send(compressed(hex(deflated)), text("next"), compressed(hex(deflated)));
    peer.expectText("Hello");
    peer.expectText("next");
    peer.expectText("Hello");
  }

  @Test
  @Holds("7692-7.2.2-1")
  void aLaterMessageMayReferToAnEarlierOne() {
    Peer peer = open();
    peer.send(compressed(hex("f2 48 cd c9 c9 07 00")), compressed(hex("f2 00 11 00 00")));
    peer.expectText("Hello");
    peer.expectText("Hello");
  }

  @Test
  void anEmptyMessageIsOneByte() {
    Peer peer = open();
    peer.send(compressed(hex("00")), compressed(hex("02 00")), text(""));
    peer.expectText("");
    peer.expectText("");
    peer.expectText("");
    peer.expectAlive();
  }

  @Test
  @Holds({"7692-6-1", "7692-6.2-1"})
  void theSampleMayBeFragmentedAtEveryByte() {
    Peer peer = open();
    byte[] deflated = hex("f2 48 cd c9 c9 07 00");
    for (int cut = 0; cut <= deflated.length; cut++) {
      peer.send(
          compressed(slice(deflated, 0, cut)).unfinished(),
          ping("between"),
          continuation("").unfinished(),
          continuation(slice(deflated, cut, deflated.length)));
      peer.expectText("Hello");
      peer.expectPong("between");
    }
  }

  @Test
  void fragmentsOfOneByteAreOneMessage() {
    Peer peer = open();
    byte[] payload = Bytes.text("压缩 compressed ", 3_000);
    byte[] deflated = new Deflate().compress(payload);
    var frames = new ArrayList<ClientFrame>();
    frames.add(compressed(new byte[0]).unfinished());
    for (byte next : deflated) {
      frames.add(continuation(new byte[] {next}).unfinished());
    }
    frames.add(continuation(""));
    peer.send(frames.toArray(ClientFrame[]::new));
    peer.expect(TEXT, payload);
  }

  @Test
  @Holds("7692-6-2")
  void rsv1OnALaterFragmentEndsTheConnection() {
    for (ClientFrame first :
        new ClientFrame[] {text("a").unfinished(), compressed(hex("f2 48")).unfinished()}) {
      Peer peer = open();
      peer.send(first, continuation(hex("cd c9 c9 07 00")).rsv(4));
      peer.expectCloseAfterPartOf(utf8(first.payload().length == 1 ? "a" : "Hello"), 1002);
    }
  }

  @Test
  @Holds({"7692-6.1-2", "7692-6.2-2"})
  void aMessageMayComeUncompressed() {
    Peer peer = open();
    for (int i = 0; i < 5; i++) {
      peer.sendMessage(TEXT, utf8("compressed " + i));
      peer.send(text("plain " + i), binary(noise(i, i)));
      peer.expectText("compressed " + i);
      peer.expectText("plain " + i);
      peer.expect(BINARY, noise(i, i));
    }
  }

  @Test
  @Holds({"7692-6.2-2", "7692-7.2.2-1"})
  void anUncompressedMessageIsNotPartOfTheContext() {
    Peer peer = open();
    peer.send(compressed(hex("f2 48 cd c9 c9 07 00")), text("World"));
    peer.send(compressed(hex("f2 00 11 00 00")));
    peer.expectText("Hello");
    peer.expectText("World");
    peer.expectText("Hello");
  }

  @Test
  @Holds("7692-7.2.2-2")
  void everyKindOfBlockMayBeInOneMessage() {
    byte[] big = noise(65_535, 4);
    byte[] message =
        new DeflateWriter()
            .stored(utf8("stored "))
            .fixed()
            .literals(utf8("fixed "))
            .match(6, 6)
            .endOfBlock()
            .stored(new byte[0])
            .stored(big)
            .fixed()
            .match(10, 32_768)
            .literals(hex("ff 00 8f 90"))
            .endOfBlock()
            .message();
    byte[] start = utf8("stored fixed fixed ");
    byte[] copied = slice(big, big.length - 32_768, big.length - 32_758);
    Peer peer = open();
    peer.send(binary(message).rsv(4));
    peer.expect(BINARY, join(start, big, copied, hex("ff 00 8f 90")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "06",
        "07 00",
        "00 05 00 fa fe 48 65 6c 6c 6f 00",
        "ed ff ff ff",
        "05 e0 ff ff ff ff ff ff ff ff ff ff"
      })
  void dataThatAreNotDeflateEndTheConnection(String garbage) {
    Peer peer = open();
    peer.send(compressed(hex(garbage)));
    peer.expectCloseAfterPartOf(utf8("Hello"), 1002, 1007);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00 0a 00 f5 ff 48 65 6c 6c 6f", "f2 48 cd", "05 e0", "01"})
  void aMessageThatEndsInsideABlockIsAnsweredOrRefused(String begun) {
    Peer peer = open();
    peer.send(compressed(hex(begun)), ping("then"));
    ServerFrame frame = peer.frame();
    if (frame.opcode() == CLOSE) {
      assertTrue(frame.closeCode() == 1002 || frame.closeCode() == 1007, frame.toString());
    } else {
      assertEquals(TEXT, frame.opcode(), "a message was lost");
    }
  }

  @Test
  void aDistanceBeyondAllThatWasSentEndsTheConnection() {
    for (int distance : new int[] {4, 5, 300, 32_768}) {
      Peer peer = open();
      byte[] message =
          new DeflateWriter()
              .fixed()
              .literals(utf8("abc"))
              .match(3, distance)
              .endOfBlock()
              .message();
      peer.send(compressed(message));
      peer.expectCloseAfterPartOf(utf8("abc"), 1002, 1007);
    }
  }

  @Test
  void randomBytesEndTheConnectionOrAreDeflate() {
    Peer peer = open();
    peer.send(binary(noise(5_000, 12)).rsv(4)); // this seed starts with a block of type 3
    peer.expectCloseAfterPartOf(new byte[0], 1002, 1007);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3 28", "ed a0 80", "f4 90 80 80", "e4 bd", "c3"})
  @Holds("6455-8.1-1")
  void compressedTextMustBeUtf8(String wrong) {
    for (int fragments : new int[] {1, 2}) {
      Peer peer = open();
      byte[] payload = join(utf8("fine "), hex(wrong));
      peer.send(peer.message(TEXT, payload, fragments));
      peer.expectCloseAfterPartOf(payload, 1007);
    }
  }

  @Test
  void compressedBinaryNeedNotBeUtf8() {
    Peer peer = open();
    peer.sendMessage(BINARY, hex("ff fe c3 28"));
    peer.expect(BINARY, hex("ff fe c3 28"));
  }
}
