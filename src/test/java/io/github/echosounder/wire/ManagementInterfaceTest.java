package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A build with Quarkus' management interface: its port is for health, not for WebSockets. */
@QuarkusTest
@TestProfile(ManagementInterfaceTest.Managed.class)
class ManagementInterfaceTest extends WireTest {

  public static class Managed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.management.enabled", "true",
          "quarkus.management.test-port", "0",
          "echosounder.handshake-timeout", "1s");
    }
  }

  @Inject
  @SuppressWarnings("NullAway.Init")
  HttpServer server;

  private RawSocket management() {
    return keep(RawSocket.connect(new Target(target().host(), server.getManagementPort(), false)));
  }

  @Test
  void aHandshakeThereIsNotLetIn() {
    RawSocket socket = management();
    socket.send(Handshake.to("/ws").bytes());
    assertNotEquals(101, socket.readHead().status());
    open().expectAlive();
  }

  /** The handshake timeout is for requests that are not complete. */
  @Test
  void aConnectionThatIsUsedAgainLaterIsKept() {
    RawSocket socket = management();
    for (int i = 0; i < 3; i++) {
      socket.send(utf8("GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n"));
      ResponseHead head = socket.readHead();
      assertEquals(200, head.status());
      socket.readBody(head);
      RawSocket.pause(700);
    }
  }
}
