package io.github.echosounder.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Ending;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.github.echosounder.wire.socket.SocketHandler;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked of a server with the default settings. */
@QuarkusTest
class AccountsTest {

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI server;

  @Inject
  @SuppressWarnings("NullAway.Init")
  Connections connections;

  private Asked asked() {
    return new Asked(server.getAuthority());
  }

  private RawSocket connect() {
    return RawSocket.connect(new Target(server.getHost(), server.getPort(), false));
  }

  private Peer open(String path) {
    return Peer.open(connect(), Handshake.to(path), false);
  }

  private static String id(Peer peer) {
    return peer.head().only("Echosounder-Connection");
  }

  @Test
  void anOpenConnectionIsToldWithWhatItHasDone() {
    try (Peer peer = open("/")) {
      peer.send(ClientFrame.text("abc"), ClientFrame.binary(Bytes.noise(1000, 1)));
      peer.expectText("接收数据: abc");
      peer.message();
      JsonNode known = asked().connection(id(peer));
      assertEquals("open", known.get("state").asText());
      assertEquals("/", known.get("endpoint").asText());
      assertEquals("127.0.0.1:" + peer.socket().localPort(), known.get("peer").asText());
      assertEquals(1003, known.at("/received/bytes").asInt());
      assertEquals(2, known.at("/received/messages").asInt());
      assertEquals(1003 + Bytes.utf8("接收数据: ").length, known.at("/sent/bytes").asInt());
      assertTrue(known.get("verdict").isNull());
      assertTrue(known.get("ended").isNull());
      assertTrue(id(peer).startsWith(known.at("/server/instance").asText() + "-"));
      assertEquals(1, known.get("server").size(), "more of the server than its instance");
    }
  }

  @Test
  void theLastActivityIsToldEachWay() {
    try (Peer peer = open("/ws")) {
      JsonNode before = asked().connection(id(peer));
      assertEquals(before.get("opened").asText(), before.at("/received/last").asText());
      RawSocket.pause(20);
      // An unsolicited pong is not answered (RFC 6455, 5.5.3).
      peer.send(ClientFrame.pong("x"));
      JsonNode after =
          asked()
              .await(id(peer), known -> !last(known, "received").equals(last(before, "received")));
      assertTrue(last(after, "received").isAfter(last(before, "received")));
      assertEquals(last(before, "sent"), last(after, "sent"));
      RawSocket.pause(20);
      peer.send(ClientFrame.ping("y"));
      peer.expectPong("y");
      JsonNode answered = asked().connection(id(peer));
      assertTrue(last(answered, "sent").isAfter(last(before, "sent")));
      assertFalse(last(answered, "sent").isAfter(Instant.now()));
    }
  }

  private static Instant last(JsonNode known, String direction) {
    return Instant.parse(known.get(direction).get("last").asText());
  }

  @Test
  void aConnectionThatHasEndedIsToldWithItsClosesInOrder() {
    Peer peer = open("/ws");
    peer.expectAlive();
    peer.send(ClientFrame.close(4321, "bye"));
    peer.expectClose(4321);
    peer.close();
    JsonNode known = asked().ended(id(peer));
    assertEquals(
        "{'initiator':'client','cause':'client-close','code':4321,'reason':'bye','clean':true,'tcpEndSeen':true,'closeFrames':"
            + "[{'direction':'received','code':4321,'reason':'bye'},{'direction':'sent','code':4321,'reason':'bye'}]}",
        known.get("verdict").toString().replace('"', '\''));
    assertEquals(known.get("asOf"), known.get("ended"));
  }

  @Test
  void aClosingHandshakeThatRunsIsToldWithItsClosesSoFar() {
    try (Peer peer = open("/ws?label=is-closing")) {
      peer.expectAlive();
      peer.send(ClientFrame.close(4321, "bye"));
      peer.expectClose(4321);
      // TCP is still open on this side.
      JsonNode known = asked().connection(id(peer));
      assertEquals("closing", known.get("state").asText());
      assertTrue(known.get("verdict").isNull());
      assertTrue(known.get("ended").isNull());
      assertEquals(
          "{'initiator':'client','cause':'client-close','code':4321,'reason':'bye','closeFrames':"
              + "[{'direction':'received','code':4321,'reason':'bye'},{'direction':'sent','code':4321,'reason':'bye'}]}",
          known.get("closing").toString().replace('"', '\''));
      assertEquals(
          known.get("closing"), asked().connections("?label=is-closing").get(0).get("closing"));
    }
  }

  @Test
  void aCloseOfTheServerThatIsNotAnsweredIsToldBeforeTheEnd() {
    try (Peer peer = open("/ws?close-after=1&close-code=4001&close-reason=enough")) {
      peer.send(ClientFrame.text("one"));
      peer.expectText("one");
      assertEquals(4001, peer.frame().closeCode());
      JsonNode known = asked().connection(id(peer));
      assertEquals("closing", known.get("state").asText());
      assertEquals(
          "{'initiator':'server','cause':'knob','code':4001,'reason':'enough','closeFrames':"
              + "[{'direction':'sent','code':4001,'reason':'enough'}]}",
          known.get("closing").toString().replace('"', '\''));
    }
  }

  @Test
  void theCauseOfADrainIsOpenUntilTheClientAnswers() {
    try (Peer peer = open("/ws")) {
      Objects.requireNonNull(connections.find(id(peer)))
          .wire()
          .close(new ServerClose(Cause.DRAIN, 1001, "leaving"));
      assertEquals(1001, peer.frame().closeCode());
      JsonNode closing = asked().connection(id(peer)).get("closing");
      assertEquals("server", closing.get("initiator").asText());
      assertTrue(closing.get("cause").isNull());
      peer.send(ClientFrame.close(1001, "leaving"));
      peer.socket().close();
      assertEquals("drain", asked().ended(id(peer)).at("/verdict/cause").asText());
    }
  }

  @Test
  void anEndOfTcpThatTheServerHasYetToAnswerIsClosing() {
    Connection connection = labelled("tcp-ends-here");
    connection.ending().tcpEnded(Cause.TCP_END, Ending.TCP_ENDED);
    JsonNode known = asked().connection(connection.id());
    assertEquals("closing", known.get("state").asText());
    assertEquals("network", known.at("/closing/initiator").asText());
    assertEquals(0, known.at("/closing/closeFrames").size());
    connections.closed(connection);
  }

  @Test
  void anIdOfTheOtherSortPointsToWhereItIsKnown() {
    String refused = asked().get("/ws").headers().firstValue("Echosounder-Request").orElseThrow();
    HttpResponse<String> answer = asked().get("/api/connections/" + refused);
    assertProblem(404, answer);
    assertEquals("../refusals/" + refused, Asked.json(answer).get("seeAlso").asText());
    assertTrue(answer.body().contains("/api/refusals/" + refused), answer.body());
    try (Peer peer = open("/ws")) {
      answer = asked().get("/api/refusals/" + id(peer));
      assertProblem(404, answer);
      assertEquals("../connections/" + id(peer), Asked.json(answer).get("seeAlso").asText());
    }
  }

  @Test
  void aFaultOfTheServerIsInternal() {
    try (Peer peer = open("/ws")) {
      var wire = (SocketHandler) Objects.requireNonNull(connections.find(id(peer))).wire();
      wire.execute(() -> {
        throw new IllegalStateException("made by the test");
      });
      peer.expectClose(1011);
      peer.socket().close();
      JsonNode verdict = asked().ended(id(peer)).get("verdict");
      assertEquals("internal", verdict.get("cause").asText());
      assertEquals("server", verdict.get("initiator").asText());
      assertEquals("internal error", verdict.get("reason").asText());
    }
  }

  @Test
  void labelledConnectionsAreListedNewestFirstAndOthersAreNot() throws Exception {
    Connection first = labelled("label-of-two");
    RawSocket.pause(5);
    Connection second = labelled("label-of-two");
    Connection another = labelled("label-of-another");
    connections.closed(first);
    JsonNode list = asked().connections("?label=label-of-two");
    assertEquals(2, list.size());
    assertEquals(second.id(), list.get(0).get("id").asText());
    assertEquals("open", list.get(0).get("state").asText());
    assertEquals("ended", list.get(1).get("state").asText());
    connections.closed(second);
    connections.closed(another);
    assertEquals("[]", asked().connections("?label=label-of-nobody").toString());
  }

  private Connection labelled(String label) {
    var ticket = Objects.requireNonNull(connections.reserve());
    Connection connection =
        connections.admitted(new Connection.Handshake("/ws", "192.0.2.1:1", "", "", label));
    connections.opened(connection, ticket);
    return connection;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?label=short",
        "?label=",
        "?label=with%20space",
        "?label=aaaaaaaa&label=bbbbbbbb"
      })
  void aLabelThatIsNoneIsRefusedWithWhatIsAllowed(String query) {
    for (String path : new String[] {"/api/connections", "/api/refusals"}) {
      HttpResponse<String> answer = asked().get(path + query);
      assertProblem(400, answer);
      assertTrue(answer.body().contains("8 to 64 letters"), answer.body());
      assertEquals("Malformed label", Asked.json(answer).get("title").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/connections", "/api/refusals"})
  void aListOfEverybodysIsOffAndNamesItsSetting(String path) {
    HttpResponse<String> answer = asked().get(path);
    assertProblem(403, answer);
    assertTrue(answer.body().contains("echosounder.verdicts.list"), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/connections/", "/api/refusals/"})
  void anIdOfAnotherInstanceIsNotKnownAndTheAnswerSaysWhoseItIs(String path) {
    HttpResponse<String> answer = asked().get(path + "0badf00d-0123456789abcdef01234567");
    assertProblem(404, answer);
    assertEquals("0badf00d", Asked.json(answer).get("knownBy").asText());
    String here = Asked.json(asked().get("/api/info")).get("instance").asText();
    assertEquals(here, Asked.json(answer).get("answeredBy").asText());
    assertNotEquals(here, "0badf00d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/connections/", "/api/refusals/"})
  void anIdOfThisInstanceThatIsNotKnownIsSaidToBeForgotten(String path) {
    String here = Asked.json(asked().get("/api/info")).get("instance").asText();
    HttpResponse<String> answer = asked().get(path + here + "-0123456789abcdef01234567");
    assertProblem(404, answer);
    assertTrue(answer.body().contains("echosounder.verdicts.keep"), answer.body());
    assertFalse(Asked.json(answer).has("knownBy"));
    assertProblem(404, asked().get(path + "no-id"));
  }

  @ParameterizedTest
  @CsvSource({"POST, 405", "DELETE, 405", "PUT, 405", "OPTIONS, 200", "HEAD, 403"})
  void onlyReadingIsAllowed(String method, int status) {
    for (String path : new String[] {"/api/connections", "/api/refusals"}) {
      HttpResponse<String> answer = asked().send(method, path);
      assertEquals(status, answer.statusCode());
      if (status != 403) {
        assertTrue(answer.headers().firstValue("Allow").orElse("none").contains("GET"));
      }
    }
  }

  @Test
  void noPageFromElsewhereAndNoCacheGetsToReadIt() {
    try (Peer peer = open("/ws")) {
      for (String path :
          new String[] {
            "/api/connections/" + id(peer),
            "/api/connections",
            "/api/connections?label=12345678",
            "/api/refusals/no-id"
          }) {
        HttpResponse<String> answer = asked().get(path);
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""), path);
        assertEquals(
            "same-origin",
            answer.headers().firstValue("Cross-Origin-Resource-Policy").orElse(""),
            path);
        assertFalse(answer.headers().firstValue("Access-Control-Allow-Origin").isPresent(), path);
      }
    }
  }

  private static void assertProblem(int status, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    String type = answer.headers().firstValue("Content-Type").orElse("");
    assertTrue(type.startsWith("application/problem+json"), type);
    assertEquals(status, Asked.json(answer).get("status").asInt());
  }
}
