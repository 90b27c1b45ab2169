package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Fields.Field;
import io.github.echosounder.handshake.Peer.Tls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told of its own handshake. */
class HandshakeAccountTest {

  private static final PerMessageDeflate PLAIN = new PerMessageDeflate(false, false, 0, 0);

  private final HandshakeRequest request =
      Sample.to("/ws/inspect?label=12345678")
          .with("X-Forwarded-For", "192.0.2.7, 192.0.2.8")
          .with("Forwarded", "for=192.0.2.7")
          .with("Sec-WebSocket-Protocol", "chat, echo")
          .with("Sec-WebSocket-Extensions", "permessage-deflate")
          .request();

  private Map<String, Object> account(Accept accept, @Nullable String server) {
    return HandshakeAccount.of(request, accept, "id", server);
  }

  @Test
  void itTellsTheRequestAsItWasSent() {
    Map<String, Object> told = account(new Accept("key", "", null), null);
    assertEquals("handshake", told.get("event"));
    assertEquals("id", told.get("connection"));
    assertEquals("GET", told.get("method"));
    assertEquals("HTTP/1.1", told.get("version"));
    assertEquals("/ws/inspect?label=12345678", told.get("target"));
    assertEquals("192.0.2.1:5000", told.get("peer"));
    assertEquals(
        request.fields().all().stream()
            .map(field -> Map.of("name", field.name(), "value", field.value()))
            .toList(),
        told.get("headers"));
  }

  @Test
  void itTellsWhoForwardedTheRequest() {
    assertEquals(
        Map.of("for", List.of("192.0.2.7", "192.0.2.8"), "forwarded", List.of("for=192.0.2.7")),
        account(new Accept("key", "", null), null).get("forwarded"));
  }

  @Test
  void itTellsWhatWasOfferedAndWhatWasGranted() {
    Map<String, Object> told = account(new Accept("key", "echo", PLAIN), null);
    assertEquals(
        Map.of("offered", List.of("chat", "echo"), "granted", "echo"), told.get("subprotocols"));
    assertEquals(
        Map.of("offered", List.of("permessage-deflate"), "granted", "permessage-deflate"),
        told.get("extensions"));
  }

  @Test
  void whatWasNotGrantedIsNull() {
    Map<String, Object> expected = new HashMap<>();
    expected.put("offered", List.of("chat", "echo"));
    expected.put("granted", null);
    assertEquals(expected, account(new Accept("key", "", null), null).get("subprotocols"));
  }

  @Test
  void theServersNameIsToldWhereItHasOne() {
    assertEquals("pod-1", account(new Accept("key", "", null), "pod-1").get("server"));
    assertFalse(account(new Accept("key", "", null), null).containsKey("server"));
  }

  @Test
  void tlsIsToldWhereThisServerSeesIt() {
    assertNull(account(new Accept("key", "", null), null).get("tls"));
    HandshakeRequest overTls =
        new HandshakeRequest(
            "GET",
            "HTTP/1.1",
            Target.of("/"),
            new Fields(List.of(new Field("Host", "a"))),
            new Peer("192.0.2.1:1", new Tls("TLSv1.3", "suite", "name", "http/1.1")));
    assertEquals(
        Map.of(
            "version", "TLSv1.3",
            "cipherSuite", "suite",
            "serverName", "name",
            "applicationProtocol", "http/1.1"),
        HandshakeAccount.of(overTls, new Accept("key", "", null), "id", null).get("tls"));
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 0, true",
    "false, true, 0, true",
    "true, true, 0, true",
    "true, false, 0, false",
    "false, false, 15, true",
    "false, false, 14, false"
  })
  void compressedFramesMayGoBackWhereTheClientRemembersAsMuchAsItRefersTo(
      boolean serverForgets, boolean clientForgets, int serverBits, boolean isSymmetric) {
    var granted = new PerMessageDeflate(serverForgets, clientForgets, serverBits, 0);
    assertEquals(isSymmetric, granted.isSymmetric());
    assertEquals(serverBits == 0 ? 15 : serverBits, granted.serverWindowBits());
  }

  @Test
  void aWrongAcceptDiffersInItsKeyAlone() {
    Accept right = new Accept("key", "chat", PLAIN);
    Accept wrong = right.wrong();
    assertFalse(right.key().equals(wrong.key()));
    assertTrue(wrong.key().matches("[A-Za-z0-9+/]{27}="), wrong.key());
    assertEquals(new Accept(wrong.key(), "chat", PLAIN), wrong);
    assertEquals("permessage-deflate", right.extensions());
    assertEquals("", new Accept("key", "", null).extensions());
  }
}
