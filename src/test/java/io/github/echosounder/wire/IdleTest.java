package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.TEXT;

import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The idle timeout, which is off by default, at one second. */
@QuarkusTest
@TestProfile(IdleTest.Idle.class)
class IdleTest extends WireTest {
  public static class Idle implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("echosounder.idle-timeout", "1s", "echosounder.close-timeout", "1s");
    }
  }

  @Test
  void aConnectionThatIsSilentIsClosedAndTcpEndsEvenIfTheClientStaysSilent() {
    for (String path : new String[] {"/", "/ws"}) {
      open(path).expectClose(1000, 1001, 1008);
    }
  }

  @Test
  void aConnectionThatIsSilentInTheMiddleOfAFrameIsClosedToo() {
    Peer peer = open();
    peer.socket().send(text("half").announcing(100).bytes());
    peer.expectClose(1000, 1001, 1008);
  }

  @Test
  void aConnectionThatOnlyPingsIsNotIdle() {
    Peer peer = open();
    for (int i = 0; i < 9; i++) {
      RawSocket.pause(300);
      peer.send(ping("alive"));
      peer.expectPong("alive");
    }
    peer.sendMessage(TEXT, utf8("x"));
    peer.expectText("x");
  }
}
