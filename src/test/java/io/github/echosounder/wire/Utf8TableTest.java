package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.TEXT;

import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each byte that RFC 3629, 4 does not allow, behind each that may stand before it. */
@QuarkusTest
class Utf8TableTest extends WireTest {

  @ParameterizedTest
  @MethodSource("io.github.echosounder.wire.Utf8Samples#impossible")
  void anImpossibleByteEndsTheConnection(String sample) {
    byte[] impossible = hex(sample);
    Peer peer = open();
    peer.sendMessage(TEXT, join(impossible, utf8(" and more")));
    peer.expectCloseAfterPartOf(slice(impossible, 0, impossible.length - 1), 1007);
    Peer amidChinese = open();
    amidChinese.send(text(join(utf8("ab水"), impossible, utf8("回声回声回声"))));
    amidChinese.expectClose(1007);
  }
}
