package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hundred clients that never read cost what the budget has, and nobody else notices. */
@QuarkusTest
@TestProfile(NeverReadersOfKnobsTest.Budget.class)
class NeverReadersOfKnobsTest extends WireTest {

  private static final int CLIENTS = 200;

  public static class Budget implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "echosounder.idle-timeout", "2s",
          "echosounder.max-stream-rate", "1024M",
          "echosounder.close-timeout", "1s");
    }
  }

  private static double ends(String cause) throws Exception {
    return scrape().samples().stream()
        .filter(sample -> sample.name().equals("echosounder_closes_total"))
        .filter(sample -> sample.toString().contains("cause=" + cause))
        .mapToDouble(sample -> sample.value())
        .sum();
  }

  private static void assertRoom(String path) throws Exception {
    double most = metric("echosounder_held_max_bytes");
    double held = metric("echosounder_held_bytes");
    assertTrue(held < most * 15 / 16, path + ": held " + held + " of " + most);
  }

  @Test
  void streamsThatNobodyReadsAreNotMade() throws Exception {
    String path = "/ws/stream?rate=10000&size=1MiB";
    double noMemory = ends("held-memory");
    double slow = ends("slow-reader");
    double idle = ends("idle");
    List<RawSocket> sockets = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      sockets.add(open(path).socket());
    }
    Peer canary = open();
    // Those whose turn to be sent something never came are idle.
    for (int left = 300; ends("slow-reader") + ends("idle") < slow + idle + CLIENTS / 2; left--) {
      assertTrue(left > 0, "they are not ended");
      RawSocket.pause(100);
      canary.expectAlive();
      assertRoom(path);
    }
    assertTrue(ends("slow-reader") > slow);
    sockets.forEach(RawSocket::reset);
    assertEquals(noMemory, ends("held-memory"), path);
    open("/ws/stream?count=3&rate=1000").expectCloseInTheEnd(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "/ws?duplicate=1, 250000",
    "/ws?rate=1KiB, 250000",
    "/ws?delay=60s, 250000",
    "/ws?fragment=1, 10000",
    "/ws?delay=60s&duplicate=1, 30000"
  })
  void clientsWithKnobsThatNeverReadAreNotReadFrom(String path, int size) throws Exception {
    double noMemory = ends("held-memory");
    double slow = ends("slow-reader");
    List<RawSocket> sockets = new ArrayList<>();
    List<Flood> floods = new ArrayList<>();
    byte[] frame = ClientFrame.binary(Bytes.noise(size, 1)).bytes();
    for (int i = 0; i < CLIENTS; i++) {
      sockets.add(open(path).socket());
      floods.add(Flood.start(sockets.get(i), n -> frame, 16_000_000 / size));
    }
    Peer canary = open();
    for (int i = 0; i < 20; i++) {
      RawSocket.pause(100);
      canary.expectAlive();
      assertRoom(path);
    }
    assertEquals(noMemory, ends("held-memory"), path);
    // What is held for its time is not the reader's fault.
    boolean isReaderToBlame = !path.contains("delay") && !path.contains("rate");
    for (int left = 100; isReaderToBlame && ends("slow-reader") == slow; left--) {
      assertTrue(left > 0, path + ": no slow reader is ended");
      RawSocket.pause(200);
      canary.expectAlive();
    }
    assertEquals(noMemory, ends("held-memory"), path);
    floods.forEach(Flood::stop);
    // An end of TCP would wait behind what the server does not read.
    sockets.forEach(RawSocket::reset);
    // What lies in the kernel is read before the reset, and may find no room.
    for (int left = 300; metric("echosounder_connections_open") > 1; left--) {
      assertTrue(left > 0, path + ": they do not end");
      RawSocket.pause(100);
    }
  }
}
