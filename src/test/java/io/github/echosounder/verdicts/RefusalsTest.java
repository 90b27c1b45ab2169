package io.github.echosounder.verdicts;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a handshake was refused can be asked by the id that its answer carries, or by its label. */
@QuarkusTest
class RefusalsTest {

  private static final Handshake GOOD = Handshake.to("/ws");

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI server;

  private Asked asked() {
    return new Asked(server.getAuthority());
  }

  /** Of each source of a refusal one: read before there is HTTP, by HTTP, or no HTTP at all. */
  static Stream<Arguments> refused() {
    return Stream.of(
        refusal("no Upgrade, read directly", 426, "/ws", GOOD.without("Upgrade").bytes()),
        refusal(
            "another version", 426, "/ws", GOOD.replacing("Sec-WebSocket-Version", "8").bytes()),
        refusal("no such endpoint", 404, "none", Handshake.to("/nowhere").bytes()),
        refusal("another method", 405, "/ws", GOOD.line("POST /ws HTTP/1.1").bytes()),
        refusal("no Host", 400, "/ws", GOOD.without("Host").bytes()),
        refusal("a Host that is none", 400, "/ws", GOOD.replacing("Host", "a b").bytes()),
        refusal("no HTTP", 400, "none", utf8("GARBAGE\r\n\r\n")),
        refusal("a line that is no header", 400, "/ws", bytes("Bad Header\r\n")),
        refusal("a header too long", 431, "/ws", bytes("X: " + "x".repeat(1 << 20) + "\r\n")),
        refusal("a body that breaks off", 400, "none", brokenBody()));
  }

  private static Arguments refusal(String what, int status, String endpoint, byte[] request) {
    return Arguments.of(what, status, endpoint, request);
  }

  private static byte[] bytes(String line) {
    return utf8("GET /ws HTTP/1.1\r\nHost: a.example\r\n" + line + "\r\n");
  }

  private static byte[] brokenBody() {
    return utf8(
        "POST /api/drain HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void eachAnswerCarriesTheIdByWhichItCanBeAskedFor(
      String what, int status, String endpoint, byte[] request) throws Exception {
    try (RawSocket socket = connect()) {
      socket.sendAsFarAsItGoes(request);
      ResponseHead head = socket.readHead();
      assertEquals(status, head.status());
      String id = head.only("Echosounder-Request");
      JsonNode document = new ObjectMapper().readTree(socket.readBody(head));
      assertEquals(id, document.path("request").asText(), document.toString());
      JsonNode known = asked().refusal(id);
      assertEquals(id, known.get("id").asText());
      assertEquals(status, known.get("status").asInt());
      assertEquals(endpoint, known.get("endpoint").asText());
      assertEquals("127.0.0.1:" + socket.localPort(), known.get("peer").asText());
      assertTrue(!known.get("reason").asText().isBlank(), known.toString());
      assertTrue(id.startsWith(known.at("/server/instance").asText() + "-"), known.toString());
    }
  }

  @Test
  void aBrowserThatCannotReadTheAnswerAsksByItsLabel() {
    for (String path : new String[] {"/ws", "/nowhere", "/"}) {
      String label = "refused-at" + path.replace('/', '-') + "-1";
      for (int i = 0; i < 2; i++) {
        try (RawSocket socket = connect()) {
          socket.send(
              Handshake.to(path + "?label=" + label).replacing("Sec-WebSocket-Key", "no").bytes());
          socket.readHead();
        }
        RawSocket.pause(5);
      }
      JsonNode list = asked().refusals("?label=" + label);
      assertEquals(2, list.size(), list.toString());
      assertTrue(
          list.get(0).get("time").asText().compareTo(list.get(1).get("time").asText()) > 0,
          "newest first: " + list);
    }
    assertEquals("[]", asked().refusals("?label=label-of-nobody").toString());
  }

  @Test
  void aLabelThatIsNoneIsNotKept() {
    try (RawSocket socket = connect()) {
      socket.send(Handshake.to("/ws?label=a%20b").without("Upgrade").bytes());
      String id = socket.readHead().only("Echosounder-Request");
      assertTrue(asked().refusal(id).get("label").isNull());
    }
  }

  private RawSocket connect() {
    return RawSocket.connect(new Target(server.getHost(), server.getPort(), false));
  }
}
