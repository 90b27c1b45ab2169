package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.netty.util.ResourceLeakDetector;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an echo and a handshake allocate on the heap, as the JVM counts it for the event loops: a
 * cost that, unlike a time, does not depend on what else the machine does.
 */
@QuarkusTest
class AllocationsTest extends WireTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int AT_ONCE = 16;
  private static final int BATCHES = 100;
  private static final int HANDSHAKES = 50;
  private static final int ROUNDS = 60;

  private static ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

  @BeforeAll
  static void stopLookingForLeaks() {
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  @AfterAll
  static void lookForLeaksAgain() {
    ResourceLeakDetector.setLevel(level);
  }

  @ParameterizedTest(name = "{0}, {1} bytes, deflate: {2}")
  @CsvSource({
    "/ws,              125,   no,         1, 0",
    "/ws,              16384, no,         1, 128",
    "/ws,              125,   alone,      1, 160",
    "/ws,              16384, alone,      1, 160",
    "/ws,              125,   in context, 1, 160",
    "/,                125,   no,         1, 128",
    "/,                16384, no,         1, 200",
    "/,                125,   alone,      1, 600",
    "/,                125,   in context, 1, 600",
    "/ws?prefix=a,     125,   no,         1, 128",
    "/ws?duplicate=1,  125,   no,         2, 800",
    "/ws?fragment=50,  125,   no,         1, 720",
    "/ws?fragment=50,  125,   alone,      1, 720",
    "/ws?corrupt=1%25, 125,   no,         1, 720",
    "/ws/sink,         125,   no,         0, 240",
  })
  void anEchoAllocatesNoMoreThanThis(
      String path, int size, String deflate, int replies, long bytes) {
    Handshake handshake = handshake(path, deflate);
    Peer peer = keep(Peer.open(connect(), handshake, false));
    byte[] batch = batch(size, deflate);
    assertAllocates(
        bytes,
        BATCHES * AT_ONCE,
        () -> {
          for (int i = 0; i < BATCHES; i++) {
            peer.socket().send(batch);
            for (int left = AT_ONCE * replies; left > 0; ) {
              left -= peer.frame().fin() ? 1 : 0;
            }
          }
          peer.send(ping("read"));
          peer.expectPong("read");
        });
  }

  @Test
  void anOpeningAndAClosingHandshakeAllocateNoMoreThanThis() {
    assertAllocates(
        18_000,
        HANDSHAKES,
        () -> {
          for (int i = 0; i < HANDSHAKES; i++) {
            try (RawSocket socket = RawSocket.connect(target())) {
              Peer peer = Peer.open(socket, Handshake.to("/ws"), false);
              peer.send(close(1000));
              peer.expectClose(1000);
            }
          }
        });
  }

  /** The best of some rounds counts, since what is not compiled yet allocates more. */
  private static void assertAllocates(long budget, int times, Runnable work) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > budget; round++) {
      long before = allocated();
      work.run();
      least = Math.min(least, (allocated() - before) / (double) times);
    }
    assertTrue(least <= budget, least + " bytes each, where " + budget + " are enough");
  }

  private static Handshake handshake(String path, String deflate) {
    String alone = "; client_no_context_takeover; server_no_context_takeover";
    Handshake plain = Handshake.to(path);
    return deflate.equals("no")
        ? plain
        : plain.with(
            "Sec-WebSocket-Extensions",
            "permessage-deflate" + (deflate.equals("alone") ? alone : ""));
  }

  /** They are the same each time, so that what they deflate to does not matter. */
  private static byte[] batch(int size, String deflate) {
    byte[] payload = new byte[size];
    Arrays.fill(payload, (byte) 'a');
    Deflate context = new Deflate();
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (int i = 0; i < AT_ONCE; i++) {
      ClientFrame frame =
          deflate.equals("no") ? text(payload) : text(context.compress(payload)).rsv(4);
      if (deflate.equals("alone")) {
        context.forgetSent();
      }
      batch.writeBytes(frame.bytes());
    }
    return batch.toByteArray();
  }

  private static long allocated() {
    long all = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("vert.x-eventloop")) {
        all += THREADS.getThreadAllocatedBytes(thread.getId());
      }
    }
    return all;
  }
}
