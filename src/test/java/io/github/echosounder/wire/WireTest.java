package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.observe.Scrape;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** Connects to the running application and knows nothing else of it. */
abstract class WireTest {
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Mode mode = Mode.PLAIN;
  private Complaints complaints = Complaints.none();

  @BeforeEach
  final void begin(TestInfo test) {
    complaints = Complaints.listen();
    mode = modeOf(test.getTestClass().orElseThrow());
  }

  @AfterEach
  final void hangUp() throws Exception {
    for (AutoCloseable connection : opened) {
      connection.close();
    }
    complaints.assertNone();
  }

  /** Whatever was done, nothing is held for anybody in the end, and no buffer was lost. */
  @AfterAll
  static void nothingIsHeld() throws Exception {
    for (int left = 500; metric("echosounder_held_bytes") != 0; left--) {
      assertTrue(left > 0, "held in the end: " + metric("echosounder_held_bytes"));
      RawSocket.pause(20);
    }
    Complaints.assertNoLeaks();
  }

  /** All samples of this name on {@code /metrics}, added up. */
  static double metric(String name) throws Exception {
    return scrape().sum(name);
  }

  /** The same when it is so many. */
  static void awaitMetric(String name, double value) throws Exception {
    for (int left = 500; metric(name) != value; left--) {
      assertTrue(left > 0, name + " is " + metric(name));
      RawSocket.pause(20);
    }
  }

  static Scrape scrape() throws Exception {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    return Scrape.of(URI.create("http://127.0.0.1:" + port + "/metrics"));
  }

  private static Mode modeOf(Class<?> test) {
    for (Class<?> at = test; at != null; at = at.getEnclosingClass()) {
      Over over = at.getAnnotation(Over.class);
      if (over != null) {
        return over.value();
      }
    }
    return Mode.PLAIN;
  }

  final boolean compressing() {
    return mode.compression;
  }

  final Target target() {
    String port = mode.tls ? "quarkus.http.test-ssl-port" : "quarkus.http.test-port";
    return new Target(
        "127.0.0.1", ConfigProvider.getConfig().getValue(port, Integer.class), mode.tls);
  }

  final RawSocket connect() {
    return keep(RawSocket.connect(target()));
  }

  final Handshake handshake(String path) {
    Handshake plain = Handshake.to(path);
    return mode.compression ? plain.with("Sec-WebSocket-Extensions", "permessage-deflate") : plain;
  }

  /** An open connection to the exact echo. */
  final Peer open() {
    return open("/ws");
  }

  final Peer open(String path) {
    return open(handshake(path));
  }

  final Peer open(Handshake handshake) {
    return keep(Peer.open(connect(), handshake, mode.compression));
  }

  /** Closed when the test ends, whatever becomes of it. */
  final <T extends AutoCloseable> T keep(T connection) {
    opened.add(connection);
    return connection;
  }
}
