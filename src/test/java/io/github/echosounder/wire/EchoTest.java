package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract: {@code /ws} gives back what it got, {@code /} puts a prefix before text. */
@QuarkusTest
class EchoTest extends WireTest {
  private static final String PREFIX = "接收数据: ";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 1 << 20, 16 << 20})
  @Holds({"6455-6.1-3", "6455-6.2-3"})
  void aMessageOfAnySizeUpToTheLimitComesBackExactly(int size) {
    Peer peer = open();
    exchange(peer, TEXT, Bytes.text("ASCII only. ", size), new byte[0]);
    exchange(peer, TEXT, Bytes.text("回声测深仪", size), new byte[0]);
    exchange(peer, TEXT, Bytes.text("🐟🌊", size), new byte[0]);
    exchange(peer, BINARY, noise(size, size), new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 1 << 20})
  void atTheRootTextComesBackBehindThePrefixAndBinaryUnchanged(int size) {
    Peer peer = open("/");
    exchange(peer, TEXT, Bytes.text("hello ", size), utf8(PREFIX));
    exchange(peer, TEXT, Bytes.text("你好", size), utf8(PREFIX));
    exchange(peer, BINARY, noise(size, size), new byte[0]);
  }

  @Test
  void atTheRootAFragmentedTextGetsOnePrefix() {
    Peer peer = open("/");
    peer.send(text("你").unfinished(), continuation("好").unfinished(), continuation(""));
    peer.expectText(PREFIX + "你好");
    peer.send(text("").unfinished(), continuation("again"));
    peer.expectText(PREFIX + "again");
  }

  @Test
  void nothingComesUnsolicited() {
    for (String path : new String[] {"/", "/ws"}) {
      Peer peer = open(path);
      peer.send(ping("asked for"));
      assertArrayEquals(utf8("asked for"), peer.frame().payload());
    }
  }

  private static void exchange(Peer peer, int opcode, byte[] payload, byte[] prefix) {
    var sent = peer.sendMeanwhile(peer.message(opcode, payload, 1));
    peer.expect(opcode, join(prefix, payload));
    sent.join();
  }
}
