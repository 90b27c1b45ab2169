package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Where Quarkus is told to believe what proxies say: then clients can say it too. */
@QuarkusTest
@TestProfile(ForwardedHeadersTest.Believing.class)
class ForwardedHeadersTest extends WireTest {

  public static class Believing implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.proxy.proxy-address-forwarding", "true",
          "quarkus.http.proxy.allow-x-forwarded", "true",
          "quarkus.http.proxy.enable-forwarded-host", "true",
          "quarkus.http.proxy.enable-forwarded-prefix", "true");
    }
  }

  private static final class Errors extends Handler implements AutoCloseable {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
        seen.add(record.getLoggerName() + ": " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      Logger.getLogger("").removeHandler(this);
    }
  }

  @Test
  void theAddressThatAProxyTellsIsThatOfThePeer() {
    try (LogLines log = LogLines.listen()) {
      open(Handshake.to("/ws").with("X-Forwarded-For", "192.0.2.7")).expectAlive();
      RawSocket refused = connect();
      refused.send(
          Handshake.to("/ws").with("X-Forwarded-For", "192.0.2.8").without("Upgrade").bytes());
      assertEquals(426, refused.readHead().status());
      assertTrue(log.about("192.0.2.7:").startsWith("opened "));
      assertTrue(log.about("192.0.2.8:").startsWith("refused "));
    }
  }

  @Test
  void junkInThemIsNoErrorOfThisServer() {
    var errors = new Errors();
    Logger.getLogger("").addHandler(errors);
    try (errors;
        LogLines log = LogLines.listen()) {
      for (String junk :
          new String[] {"junk", "99999", "a:junk", "a b", ":", "[::", "-1", "", "%", "\u00ff"}) {
        for (String name :
            new String[] {
              "X-Forwarded-Port",
              "X-Forwarded-Host",
              "X-Forwarded-For",
              "X-Forwarded-Proto",
              "X-Forwarded-Prefix"
            }) {
          RawSocket socket = connect();
          socket.send(Handshake.to("/ws").with(name, junk).bytes());
          ResponseHead head = socket.readHead();
          if (head.status() != 101) {
            assertTrue(
                head.status() == 400 || head.status() == 404, name + " " + junk + " " + head);
            log.about("status=" + head.status());
          }
        }
      }
      assertEquals(List.of(), errors.seen.stream().distinct().toList());
    }
  }

  @Test
  void whatFollowsAHandshakeThatWaitsIsKept() {
    RawSocket socket = connect();
    byte[] frame = ClientFrame.text("early").bytes();
    socket.send(
        Bytes.join(Handshake.to("/ws").with("X-Forwarded-For", "192.0.2.7").bytes(), frame));
    Peer.opened(socket, false).expectText("early");
  }
}
