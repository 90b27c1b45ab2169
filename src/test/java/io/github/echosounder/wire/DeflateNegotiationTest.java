package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 5.1 and 7.1. */
@QuarkusTest
class DeflateNegotiationTest extends WireTest {
  private Peer offering(String... offers) {
    Handshake handshake = Handshake.to("/ws");
    for (String offer : offers) {
      handshake = handshake.with("Sec-WebSocket-Extensions", offer);
    }
    return open(handshake);
  }

  private Grant granted(String... offers) {
    return Grant.of(offering(offers).head());
  }

  private void assertDeclined(String... offers) {
    Peer peer = offering(offers);
    assertFalse(Grant.isIn(peer.head()), () -> peer.head().toString());
    peer.expectAlive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void thePlainOfferIsAccepted(String path) {
    Peer peer = open(Handshake.to(path).with("Sec-WebSocket-Extensions", "permessage-deflate"));
    Grant grant = Grant.of(peer.head());
    assertFalse(grant.has("client_max_window_bits"), "only if it was offered: 7.1.2.2");
  }

  @Test
  void nothingIsGrantedThatWasNotOffered() {
    assertFalse(Grant.isIn(open("/ws").head()));
    assertDeclined("");
    assertDeclined("x-webkit-deflate-frame");
    assertDeclined("permessage-deflat");
    assertDeclined("permessage-bzip2, mux");
  }

  @Test
  void anOfferedNoContextTakeoverIsAnswered() {
    assertTrue(granted("permessage-deflate; server_no_context_takeover").serverForgets());
    assertTrue(granted("permessage-deflate; client_no_context_takeover").clientForgets());
    Grant both =
        granted("permessage-deflate;client_no_context_takeover;server_no_context_takeover");
    assertTrue(both.serverForgets() && both.clientForgets());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void everyWindowOfTheServerIsAccepted(int bits) {
    for (String value : List.of("" + bits, "\"" + bits + "\"")) {
      Grant grant = granted("permessage-deflate; server_max_window_bits=" + value);
      assertTrue(grant.has("server_max_window_bits"));
      assertTrue(grant.serverBits() <= bits, grant.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void everyWindowOfTheClientIsAccepted(int bits) {
    for (String value : List.of("" + bits, "\"" + bits + "\"")) {
      Grant grant = granted("permessage-deflate; client_max_window_bits=" + value);
      assertTrue(!grant.has("client_max_window_bits") || grant.clientBits() <= bits);
    }
  }

  @Test
  void theWindowOfTheClientMayBeOfferedWithoutAValue() {
    granted("permessage-deflate; client_max_window_bits");
    Grant all =
        granted(
            "permessage-deflate; client_max_window_bits; server_max_window_bits=11;"
                + " server_no_context_takeover; client_no_context_takeover");
    assertTrue(all.serverForgets() && all.clientForgets() && all.serverBits() <= 11);
  }

  @Test
  void spacesAreFree() {
    granted("permessage-deflate;client_max_window_bits;server_max_window_bits=15");
    granted("  permessage-deflate\t ;  client_max_window_bits ; server_no_context_takeover ");
    granted(" , permessage-deflate , ");
  }

  static Stream<String> illegalParameters() {
    var all = new ArrayList<String>();
    for (String name : List.of("server_max_window_bits", "client_max_window_bits")) {
      for (String bad : List.of("0", "1", "7", "16", "17", "08", "015", "150", "-9", "+9", "9.0")) {
        all.add(name + "=" + bad);
      }
      all.addAll(List.of(name + "=abc", name + "=\"16\"", name + "=10; " + name + "=10"));
    }
    for (String name : List.of("server_no_context_takeover", "client_no_context_takeover")) {
      all.addAll(List.of(name + "=1", name + "=true", name + "=15", name + "; " + name));
    }
    all.addAll(
        List.of("server_max_window_bits", "bogus", "bogus=1", "x=y; client_max_window_bits"));
    all.addAll(List.of("mem_level=8", "Server_Max_Window_Bits_=10", "max_window_bits=10"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("illegalParameters")
  void anOfferWithAnIllegalParameterIsDeclinedAndTheHandshakeSucceeds(String parameters) {
    assertDeclined("permessage-deflate; " + parameters);
  }

  @ParameterizedTest
  @MethodSource("illegalParameters")
  void theNextOfferIsTakenInPlaceOfAnIllegalOne(String parameters) {
    String fallback = "permessage-deflate; server_no_context_takeover";
    assertTrue(granted("permessage-deflate; " + parameters + ", " + fallback).serverForgets());
    assertTrue(granted("permessage-deflate; " + parameters, fallback).serverForgets());
  }

  @Test
  void theFirstOfferThatCanBeTakenIsTaken() {
    assertTrue(
        granted(
                "mux, permessage-deflate; server_max_window_bits=10,"
                    + " permessage-deflate; server_no_context_takeover, permessage-deflate")
            .has("server_max_window_bits"));
    Grant second = granted("permessage-deflate; server_no_context_takeover", "permessage-deflate");
    assertTrue(second.serverForgets());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; =10",
        "permessage-deflate;",
        "permessage-deflate; server_max_window_bits=\"10",
        "permessage-deflate server_no_context_takeover",
        "permessage-deflate; server_max_window_bits = 1 0",
        "permessage-deflate=1",
        ";;,;=\"\\",
        "\"permessage-deflate\""
      })
  void anOfferThatIsNotWellFormedIsRefusedAndShown(String offer) {
    RawSocket socket = connect();
    socket.send(Handshake.to("/ws").with("Sec-WebSocket-Extensions", offer).bytes());
    Problem problem = Problem.read(socket);
    assertEquals(400, problem.status());
    assertTrue(problem.detail().contains("Sec-WebSocket-Extensions is '"), problem.detail());
  }

  @Test
  void aSemicolonInsideQuotesIsNoSeparator() {
    assertDeclined("permessage-deflate; bogus=\"; server_max_window_bits=10\"");
    assertTrue(
        granted(
                "other; x=\"a, permessage-deflate; bogus\", permessage-deflate;"
                    + " server_no_context_takeover")
            .serverForgets());
  }

  @Test
  void anEscapedValueIsReadWithoutItsBackslash() {
    assertEquals(
        true, granted("permessage-deflate; server_max_window_bits=\"1\\0\"").serverBits() <= 10);
  }
}
