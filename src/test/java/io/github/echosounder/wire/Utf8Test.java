package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 8.1 and 5.6; RFC 3629, whose whole table is that of {@link Utf8TableTest}. */
@QuarkusTest
class Utf8Test extends WireTest {
  private static final String MIXED = "κόσμε naïve 水 回声 🐟 \u0000 \uFFFD \uD83C\uDDE8\uD83C\uDDF3!";

  @Test
  void everyBoundaryCharacterComesBack() {
    Peer peer = open();
    Utf8Samples.valid()
        .forEach(character -> {
          peer.sendMessage(TEXT, utf8(character));
          peer.expectText(character);
        });
  }

  @Test
  @Holds("6455-5.6-1")
  void everyCharacterThereIsComesBack() {
    var all = new StringBuilder();
    IntStream.rangeClosed(0, 0x10FFFF)
        .filter(code -> code < 0xD800 || code > 0xDFFF)
        .forEach(all::appendCodePoint);
    Peer peer = open();
    byte[] payload = utf8(all.toString());
    var sent = peer.sendMeanwhile(peer.message(TEXT, payload, 1));
    peer.expect(TEXT, payload);
    sent.join();
  }

  @ParameterizedTest
  @MethodSource("io.github.echosounder.wire.Utf8Samples#impossibleInShort")
  @Holds("6455-8.1-1")
  void anImpossibleByteEndsTheConnection(String sample) {
    Peer peer = open();
    peer.sendMessage(TEXT, join(hex(sample), utf8(" and more")));
    byte[] impossible = hex(sample);
    peer.expectCloseAfterPartOf(slice(impossible, 0, impossible.length - 1), 1007);
  }

  @ParameterizedTest
  @MethodSource("io.github.echosounder.wire.Utf8Samples#truncated")
  @Holds("6455-8.1-1")
  void aCharacterThatTheMessageCutsOffEndsTheConnection(String sample) {
    Peer peer = open();
    peer.sendMessage(TEXT, join(utf8("fine so far: "), hex(sample)));
    peer.expectCloseAfterPartOf(join(utf8("fine so far: "), hex(sample)), 1007);
  }

  @ParameterizedTest
  @MethodSource("io.github.echosounder.wire.Utf8Samples#truncated")
  void aCharacterThatTheLastFragmentCutsOffEndsTheConnection(String sample) {
    for (String last : new String[] {"", sample}) {
      Peer peer = open();
      byte[] first = last.isEmpty() ? hex(sample) : utf8("fine so far");
      peer.send(text(first).unfinished(), continuation(hex(last)));
      peer.expectCloseAfterPartOf(join(first, hex(last)), 1007);
    }
  }

  @Test
  void anImpossibleByteIsFoundAtEveryPlace() {
    for (int at = 0; at <= 40; at++) {
      for (String before : new String[] {"a", "é", "水", "🐟"}) {
        byte[] good = utf8("a".repeat(at) + before);
        Peer peer = open();
        peer.send(text(join(good, hex("80"), utf8("z".repeat(20)))));
        peer.expectClose(1007);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.echosounder.wire.Utf8Samples#deceptive")
  void anImpossibleByteIsFoundAmongChineseText(String sample) {
    for (String before : new String[] {"水", "水水水", "ab水", "abc🐟水", "é水水水水"}) {
      Peer peer = open();
      peer.send(text(join(utf8(before), hex(sample), utf8("回声回声回声"))));
      peer.expectClose(1007);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.echosounder.wire.Utf8Samples#impossibleInShort")
  void anImpossibleByteIsRefusedBeforeTheRestOfItsFrameArrives(String sample) {
    Peer peer = open();
    byte[] begun = text(join(utf8("fine: "), hex(sample))).announcing(1_000).bytes();
    peer.socket().send(begun);
    peer.expectClose(1007);
  }

  @Test
  void anImpossibleByteIsRefusedBeforeTheRestOfALongFrameArrives() {
    Peer peer = open();
    byte[] good = Bytes.text("好", 200_000);
    byte[] begun = text(join(good, hex("f4 90"))).announcing(1_000_000).bytes();
    var sent = peer.socket().sendMeanwhile(begun);
    peer.expectCloseAfterPartOf(good, 1007);
    sent.join();
  }

  @Test
  void anImpossibleByteIsRefusedBeforeTheMessageEnds() {
    Peer peer = open();
    peer.send(text("fine ").unfinished(), continuation(hex("ed a0 80")).unfinished());
    peer.expectCloseAfterPartOf(utf8("fine "), 1007);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"c2|41", "e4|41", "e4 bd|c0", "ed|a0", "f0|80", "f0 9f|20", "f0 9f 90|ff"})
  void aCharacterMustGoOnInTheNextFragment(String sample) {
    String[] parts = sample.split("\\|", 2);
    Peer peer = open();
    peer.send(text(hex(parts[0])).unfinished(), continuation(hex(parts[1])).unfinished());
    peer.expectCloseAfterPartOf(hex(parts[0]), 1007);
  }

  @Test
  void aCharacterMayBeSplitAcrossSegmentsAtEveryByte() {
    Peer peer = open();
    byte[] payload = utf8(MIXED);
    byte[] bytes = text(payload).bytes();
    for (int cut = 1; cut < bytes.length; cut++) {
      peer.socket().send(bytes, cut);
      peer.expectText(MIXED);
    }
    peer.socket().send(bytes, IntStream.range(1, bytes.length).toArray());
    peer.expectText(MIXED);
  }

  @Test
  void aCharacterMayBeSplitAcrossFragmentsAtEveryByte() {
    Peer peer = open();
    byte[] payload = utf8(MIXED);
    for (int cut = 0; cut <= payload.length; cut++) {
      peer.send(
          text(slice(payload, 0, cut)).unfinished(),
          continuation(slice(payload, cut, payload.length)));
      peer.expectText(MIXED);
    }
  }

  @Test
  void aCharacterMayBeSplitIntoFragmentsOfOneByteWithPingsBetween() {
    Peer peer = open();
    byte[] payload = utf8(MIXED);
    var frames = new ArrayList<ClientFrame>();
    frames.add(text("").unfinished());
    for (byte next : payload) {
      frames.add(continuation(new byte[] {next}).unfinished());
      frames.add(ping("between"));
    }
    frames.add(continuation(""));
    peer.send(frames.toArray(ClientFrame[]::new));
    peer.expectText(MIXED);
  }

  @Test
  @Holds("6455-6.2-4")
  void eachMessageStartsAfresh() {
    Peer peer = open();
    peer.send(text("é"), text("水").unfinished(), continuation("!"), text("🐟"));
    peer.expectText("é");
    peer.expectText("水!");
    peer.expectText("🐟");
    peer.send(text(hex("e6 b0")));
    peer.expectCloseAfterPartOf(hex("e6 b0"), 1007);
  }

  @ParameterizedTest
  @MethodSource("io.github.echosounder.wire.Utf8Samples#truncated")
  void aBinaryMessageNeedNotBeUtf8(String sample) {
    Peer peer = open();
    peer.send(binary(join(hex(sample), hex("ff 80 c0"))));
    peer.expect(BINARY, join(hex(sample), hex("ff 80 c0")));
  }
}
