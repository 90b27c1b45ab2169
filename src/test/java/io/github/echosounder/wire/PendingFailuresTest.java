package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.verdicts.Asked;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Failures that clients wait for are bounded as open connections are, and together with them. */
@QuarkusTest
@TestProfile(SmallLimits.class)
class PendingFailuresTest extends WireTest {

  private RawSocket ask(String query) {
    RawSocket socket = connect();
    socket.send(Handshake.to("/ws/refuse" + query).bytes());
    return socket;
  }

  private static void awaitPending(int number) throws Exception {
    awaitMetric("echosounder_refusals_pending", number);
  }

  @Test
  void asManyAsThereMayBeConnectionsWaitAndNoMore() throws Exception {
    awaitPending(0);
    List<RawSocket> waiting = new ArrayList<>();
    for (int i = 0; i < SmallLimits.CONNECTIONS; i++) {
      waiting.add(ask("?after=60s"));
    }
    awaitPending(SmallLimits.CONNECTIONS);
    for (String query : List.of("?after=60s", "?hang", "?accept=wrong&after=1ms")) {
      Problem problem = Problem.read(ask(query));
      assertEquals(503, problem.status());
      assertEquals("Too many connections", problem.title());
      assertEquals("5", problem.head().only("Retry-After"));
    }
    RawSocket newcomer = connect();
    newcomer.send(Handshake.to("/ws").bytes());
    assertEquals(503, newcomer.readHead().status());
    assertEquals(418, Problem.read(ask("?status=418")).status());
    assertEquals(503, ready());
    waiting.forEach(RawSocket::close);
    awaitPending(0);
    assertEquals(200, ready());
    open().expectAlive();
  }

  @Test
  void aHangEndsWithTheTimeForHandshakesAndIsToldAsOneWithoutAnAnswer() {
    String label = "hanging-" + System.nanoTime();
    RawSocket socket = ask("?hang&label=" + label);
    assertTrue(socket.ends());
    var known =
        asked().awaitRefusal(label, ended -> ended.get("state").asText().equals("unanswered"));
    assertEquals("asked for by the client's query: no answer", known.get("reason").asText());
    assertTrue(known.path("status").isMissingNode(), known.toString());
  }

  private static int ready() {
    return asked().get("/q/health/ready").statusCode();
  }

  private static Asked asked() {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    return new Asked("127.0.0.1:" + port);
  }
}
