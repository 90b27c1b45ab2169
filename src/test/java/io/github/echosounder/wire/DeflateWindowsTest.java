package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.DeflateWriter;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.ReferenceInflater;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 7.1.1 and 7.1.2: what was granted is kept, seen by an inflater that measures it. */
@QuarkusTest
class DeflateWindowsTest extends WireTest {
  private Peer offering(String parameters) {
    return open(
        Handshake.to("/ws").with("Sec-WebSocket-Extensions", "permessage-deflate; " + parameters));
  }

  static Stream<String> offers() {
    var offers = new ArrayList<String>();
    for (int bits = 8; bits <= 15; bits++) {
      for (String more : List.of("", "; server_no_context_takeover", "; client_max_window_bits")) {
        offers.add("server_max_window_bits=" + bits + more);
      }
    }
    return offers.stream();
  }

  @ParameterizedTest
  @MethodSource("offers")
  @Holds("7692-7.2.1-3")
  void noReplyReachesBeyondTheGrantedWindow(String offer) {
    Peer peer = offering(offer);
    Grant grant = Grant.of(peer.head());
    var client = new CompressingClient(grant.clientBits(), grant.clientForgets());
    var inflater = new ReferenceInflater(grant.serverBits());
    for (byte[] payload : payloads()) {
      var sent = peer.sendMeanwhile(ClientFrame.binary(client.compress(payload)).rsv(4));
      assertArrayEquals(payload, inflate(peer, inflater));
      sent.join();
      if (grant.serverForgets()) {
        inflater.forget();
      }
    }
  }

  /** Repetitions at many distances: within and just beyond each window, and across messages. */
  private static List<byte[]> payloads() {
    var all = new ArrayList<byte[]>();
    for (int distance : new int[] {100, 255, 256, 257, 500, 520, 1_030, 8_200, 32_767, 32_770}) {
      byte[] unit = noise(distance, distance);
      all.add(join(unit, unit, slice(unit, 0, distance / 2)));
      all.add(unit);
    }
    all.add(Bytes.text("the quick brown fox 敏捷的狐狸 ", 40_000));
    all.add(new byte[70_000]);
    all.add(new byte[0]);
    all.add(noise(100_000, 1));
    return all;
  }

  private static byte[] inflate(Peer peer, ReferenceInflater inflater) {
    var wire = new ByteArrayOutputStream();
    ServerFrame frame = peer.frame();
    boolean compressed = frame.compressed();
    wire.writeBytes(frame.payload());
    while (!frame.fin()) {
      frame = peer.frame();
      wire.writeBytes(frame.payload());
    }
    return compressed ? inflater.message(wire.toByteArray()) : wire.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; client_max_window_bits", "; server_max_window_bits=9"})
  @Holds("7692-7.2.1-2")
  void aServerThatWasAskedToForgetsEachMessage(String more) {
    Peer peer = offering("server_no_context_takeover" + more);
    Grant grant = Grant.of(peer.head());
    var client = new CompressingClient(grant.clientBits(), grant.clientForgets());
    for (int i = 0; i < 10; i++) {
      byte[] payload = Bytes.text("the same again and again ", 300);
      peer.send(ClientFrame.text(client.compress(payload)).rsv(4));
      assertArrayEquals(payload, inflate(peer, new ReferenceInflater(grant.serverBits())));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  @Holds("7692-7.2.2-2")
  void aClientMayUseAllOfItsWindow(int bits) {
    Peer peer = offering("client_max_window_bits=" + bits);
    Grant grant = Grant.of(peer.head());
    int window = 1 << Math.min(bits, grant.clientBits());
    byte[] unit = noise(window, bits);
    var inflater = new ReferenceInflater(15);
    byte[] within =
        new DeflateWriter()
            .stored(unit, window & 0xffff, ~window)
            .fixed()
            .match(10, window)
            .match(3, window)
            .endOfBlock()
            .message();
    peer.send(ClientFrame.binary(within).rsv(4));
    byte[] first = join(unit, slice(unit, 0, 13));
    assertArrayEquals(first, inflate(peer, inflater));
    if (!grant.clientForgets()) {
      byte[] across = new DeflateWriter().fixed().match(10, window).endOfBlock().message();
      peer.send(ClientFrame.binary(across).rsv(4));
      int from = first.length - window;
      if (grant.serverForgets()) {
        inflater.forget();
      }
      assertArrayEquals(slice(first, from, from + 10), inflate(peer, inflater));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_no_context_takeover",
        "client_no_context_takeover; client_max_window_bits"
      })
  void aClientThatForgetsIsUnderstood(String offer) {
    Peer peer = offering(offer);
    var inflater = new ReferenceInflater(15);
    for (int i = 0; i < 5; i++) {
      byte[] payload = Bytes.text("forgotten " + i, 2_000);
      byte[] deflated = new Deflate().compress(payload);
      peer.send(ClientFrame.of(TEXT, deflated).rsv(4));
      assertArrayEquals(payload, inflate(peer, inflater));
    }
  }

  /** RFC 7692, 7.2.1: the rest of such a block would be looked for in the next reply. */
  @ParameterizedTest
  @ValueSource(strings = {"00 0a 00 f5 ff 48 65 6c 6c 6f", "f2 48 cd", "05 e0", "04 c0 81 08"})
  void aClientThatForgetsMustEndEachMessageWithABlock(String begun) {
    Peer peer = offering("client_no_context_takeover");
    peer.send(ClientFrame.binary(Bytes.hex(begun)).rsv(4), ClientFrame.ping("then"));
    peer.expectCloseAfterPartOf(Bytes.utf8("Hello"), 1007);
  }

  /** 7.1.2.1, though the client had promised as much. */
  @Test
  @Holds("7692-7.2.1-3")
  void whatReachesBeyondTheServersWindowDoesNotGoBackAsItCame() {
    Peer peer = offering("client_max_window_bits; server_max_window_bits=9");
    byte[] unit = noise(600, 1);
    byte[] beyond = new DeflateWriter().stored(unit).fixed().match(10, 600).endOfBlock().message();
    peer.send(ClientFrame.binary(beyond).rsv(4));
    assertArrayEquals(join(unit, slice(unit, 0, 10)), inflate(peer, new ReferenceInflater(9)));
  }

  @ParameterizedTest
  @ValueSource(ints = {TEXT, BINARY})
  @Holds({"7692-6-1", "7692-6.1-1"})
  void theReplyToACompressedMessageIsCompressedAndSmaller(int opcode) {
    Peer peer = offering("client_max_window_bits");
    byte[] payload = Bytes.text("again and again ", 20_000);
    peer.send(ClientFrame.of(opcode, new Deflate().compress(payload)).rsv(4));
    ServerFrame frame = peer.frame();
    assertEquals(true, frame.compressed());
    int wire = frame.length();
    while (!frame.fin()) {
      frame = peer.frame();
      wire += frame.length();
    }
    assertEquals(true, wire < payload.length / 10, "took " + wire);
  }
}
