package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Quarkus does with every request it does with handshakes: here it sends them to TLS. */
@QuarkusTest
@TestProfile(InsecureRequestsTest.Redirecting.class)
class InsecureRequestsTest extends WireTest {

  public static class Redirecting extends RulesOverTlsTest.Tls {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("quarkus.http.insecure-requests", "redirect");
      return all;
    }
  }

  @Test
  void aHandshakeWithoutTlsIsSentToTlsInHoweverManyPiecesItComes() {
    try (LogLines log = LogLines.listen()) {
      for (Handshake handshake :
          new Handshake[] {Handshake.to("/ws"), Handshake.to("/?prefix={a}")}) {
        byte[] bytes = handshake.bytes();
        for (int cut : new int[] {bytes.length, 3, 100}) {
          RawSocket socket = connect();
          socket.send(bytes, cut);
          ResponseHead head = socket.readHead();
          assertEquals(301, head.status());
          assertTrue(head.only("Location").startsWith("https://echo.example.com"), head.toString());
          assertTrue(log.about(socket, "status=301").contains("quarkus.http"));
        }
      }
    }
  }
}
