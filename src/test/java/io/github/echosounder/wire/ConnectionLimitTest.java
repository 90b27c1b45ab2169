package io.github.echosounder.wire;

import io.github.echosounder.wire.client.ClientFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Quarkus' own limit of connections holds for WebSockets, for as long as they are open. */
@QuarkusTest
@TestProfile(ConnectionLimitTest.Few.class)
class ConnectionLimitTest extends WireTest {

  public static class Few implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.http.limits.max-connections", "3");
    }
  }

  @Test
  void aConnectionThatHasEndedIsNotCountedAnyMore() {
    for (int i = 0; i < 10; i++) {
      var peer = open();
      peer.expectAlive();
      peer.send(ClientFrame.close(1000));
      peer.expectClose(1000);
      peer.close();
    }
  }
}
