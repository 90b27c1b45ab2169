package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
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
  @Holds("7692-7.1.2.2-1")
  void thePlainOfferIsAccepted(String path) {
    Peer peer = open(Handshake.to(path).with("Sec-WebSocket-Extensions", "permessage-deflate"));
    Grant grant = Grant.of(peer.head());
    assertFalse(grant.has("client_max_window_bits"), "only if it was offered: 7.1.2.2");
  }

  @Test
  @Holds({"6455-4.2.2-8", "6455-5.8-1", "6455-9-1"})
  void nothingIsGrantedThatWasNotOffered() {
    assertFalse(Grant.isIn(open("/ws").head()));
    assertDeclined("");
    assertDeclined("x-webkit-deflate-frame");
    assertDeclined("permessage-deflat");
    assertDeclined("permessage-bzip2, mux");
  }

  @Test
  @Holds("7692-7.1.1.1-1")
  void anOfferedNoContextTakeoverIsAnswered() {
    assertTrue(granted("permessage-deflate; server_no_context_takeover").serverForgets());
    assertTrue(granted("permessage-deflate; client_no_context_takeover").clientForgets());
    Grant both =
        granted("permessage-deflate;client_no_context_takeover;server_no_context_takeover");
    assertTrue(both.serverForgets() && both.clientForgets());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  @Holds({"6455-9-2", "7692-7.1.2-1", "7692-7.1.2.1-1"})
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
  @Holds({"9110-5.6.1.2-1", "9110-5.6.3-1"})
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
  @Holds({"7692-7-1", "7692-7-2", "7692-7-3", "7692-7.1.2-1"})
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
  @Holds({"6455-4.2.2-7", "6455-11.3.2-1"})
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
  @Holds({"6455-4.2.1-8", "6455-9.1-1"})
  void anOfferThatIsNotWellFormedIsRefusedAndShown(String offer) {
    RawSocket socket = connect();
    socket.send(Handshake.to("/ws").with("Sec-WebSocket-Extensions", offer).bytes());
    Problem problem = Problem.read(socket);
    assertEquals(400, problem.status());
    assertTrue(problem.detail().contains("Sec-WebSocket-Extensions is '"), problem.detail());
  }

  @Test
  @Holds("6455-4.3-1")
  void whatIsQuotedIsNoSeparatorAndMustBeAToken() {
    for (String quoted : List.of("; server_max_window_bits=10", "a, permessage-deflate; b")) {
      RawSocket socket = connect();
      String offer = "permessage-deflate; bogus=\"" + quoted + "\"";
      socket.send(Handshake.to("/ws").with("Sec-WebSocket-Extensions", offer).bytes());
      assertEquals(400, Problem.read(socket).status());
    }
  }

  @Test
  @Holds("9110-5.6.4-1")
  void anEscapedValueIsReadWithoutItsBackslash() {
    assertEquals(
        true, granted("permessage-deflate; server_max_window_bits=\"1\\0\"").serverBits() <= 10);
  }
}
