package io.github.echosounder;

import static io.github.echosounder.wire.client.ClientFrame.close;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits while dev mode serves, and what is left of old code when it has reloaded often. */
class DevModeIT {

  private static final Pattern TRACE = Pattern.compile("(?m)^\\s+at \\S+\\(.*$");

  private static final Pattern CLASS_LOADERS = Pattern.compile(".*[.]QuarkusClassLoader");

  /** What an event loop, which outlives the code, may hold one of. */
  private static final Pattern OF_LOOPS =
      Pattern.compile("io[.]github[.]echosounder[.]wire[.].*[.](LoopState|ReceiveMemory)");

  /** The last reloads' may not have been let go of yet. */
  private static final int STILL_HELD = 2;

  @SuppressWarnings("NullAway.Init")
  private static DevMode dev;

  private int logged;

  @BeforeAll
  static void start(@TempDir Path copy) throws Exception {
    dev = DevMode.start(copy);
  }

  @AfterAll
  static void stop() {
    dev.close();
  }

  @BeforeEach
  void begin() throws Exception {
    logged = dev.log().length();
  }

  @AfterEach
  void nothingThatHappenedIsAStackTrace() throws Exception {
    String log = dev.log().substring(logged);
    assertFalse(TRACE.matcher(log).find(), log);
  }

  @Test
  void anEditIsSeenByTheHandshakesBehindIt() throws Exception {
    String prefix = "接收数据: ";
    assertEquals(prefix + "x", reply());
    dev.edit("settings/EchosounderConfig.java", '"' + prefix, "\"edited: ");
    dev.handshake("/").get().abort();
    assertEquals("edited: x", reply());
    dev.edit("settings/EchosounderConfig.java", "\"edited: ", '"' + prefix);
    assertEquals(200, dev.get());
    assertEquals(prefix + "x", reply());
  }

  @Test
  void itAsksNothingAndSaysWhereThePageIs() throws Exception {
    String log = dev.log();
    assertTrue(log.contains("the page is at http://127.0.0.1:"), log);
    assertFalse(log.contains("Do you agree"), log);
  }

  private static String reply() {
    try (Peer peer = dev.open("/")) {
      peer.sendMessage(Opcode.TEXT, Bytes.utf8("x"));
      return peer.message().text();
    }
  }

  @Test
  void aConnectionThatIsOpenOverAReloadIsClosedWith1012() throws Exception {
    try (Peer peer = dev.open("/ws");
        Peer silent = dev.open("/")) {
      peer.expectAlive();
      int reloads = dev.count(DevMode.RELOAD);
      edit();
      CompletableFuture<Integer> page = CompletableFuture.supplyAsync(dev::get);
      dev.awaitLog(DevMode.RELOAD, reloads + 1);
      assertEquals(1012, peer.frame().closeCode());
      peer.send(close(1012));
      assertTrue(peer.socket().ends(), "bytes after the Close");
      peer.socket().close();
      // This one does not answer; the reload goes on without it.
      assertEquals(1012, silent.frame().closeCode());
      assertEquals(200, page.get());
    }
    try (Peer next = dev.open("/ws")) {
      next.expectAlive();
    }
  }

  @Test
  void handshakesThatComeDuringAReloadLeaveNoTrace() throws Exception {
    edit();
    List<CompletableFuture<WebSocket>> handshakes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      handshakes.add(dev.handshake("/ws"));
      RawSocket.pause(50);
    }
    handshakes.get(0).get().abort();
    for (CompletableFuture<WebSocket> other : handshakes) {
      // Those that waited for another one's reload may have lost their connection.
      other.handle((opened, lost) -> "").get();
    }
    try (Peer next = dev.open("/ws")) {
      next.expectAlive();
    }
  }

  @Test
  void reloadsKeepNoOldCode() throws Exception {
    reload(3);
    long loaders = dev.instances(CLASS_LOADERS);
    assertTrue(loaders > 0, "no class loader was found");
    reload(8);
    long now = dev.instances(CLASS_LOADERS);
    assertTrue(now <= loaders + STILL_HELD, loaders + " class loaders before, now " + now);
  }

  @Test
  void reloadsWithAConnectionEachKeepNeitherOldCodeNorWhatItsEventLoopsHeld() throws Exception {
    reloadWithAConnection(3);
    long loaders = dev.instances(CLASS_LOADERS);
    reloadWithAConnection(8);
    long loadersNow = dev.instances(CLASS_LOADERS);
    long states = dev.instances(OF_LOOPS);
    long loops = 2L * Runtime.getRuntime().availableProcessors();
    assertAll(
        () ->
            assertTrue(
                loadersNow <= loaders + STILL_HELD,
                loaders + " class loaders before, now " + loadersNow),
        () -> assertTrue(states <= loops * (1 + STILL_HELD), states + " for " + loops + " loops"));
  }

  private static void reloadWithAConnection(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (Peer peer = dev.open("/ws")) {
        peer.expectAlive();
        int reloads = dev.count(DevMode.RELOAD);
        edit();
        CompletableFuture<Integer> page = CompletableFuture.supplyAsync(dev::get);
        dev.awaitLog(DevMode.RELOAD, reloads + 1);
        assertEquals(1012, peer.frame().closeCode());
        peer.send(close(1012));
        peer.socket().finish();
        assertEquals(200, page.get());
      }
    }
  }

  private static void reload(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      edit();
      assertEquals(200, dev.get());
    }
  }

  private static void edit() throws Exception {
    dev.edit("endpoint/ExactEcho.java", "class ExactEcho", "/* edited */ class ExactEcho");
  }
}
