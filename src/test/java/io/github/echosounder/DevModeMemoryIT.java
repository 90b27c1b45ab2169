package io.github.echosounder;

import static io.github.echosounder.wire.client.ClientFrame.close;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Peer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of old code when dev mode has reloaded it often. */
class DevModeMemoryIT {

  private static final Pattern CLASS_LOADERS = Pattern.compile(".*[.]QuarkusClassLoader");

  /** What an event loop, which outlives the code, may hold one of. */
  private static final Pattern OF_LOOPS =
      Pattern.compile("io[.]github[.]echosounder[.]wire[.].*[.](LoopState|ReceiveMemory)");

  /** The last reloads' may not have been let go of yet. */
  private static final int STILL_HELD = 2;

  @SuppressWarnings("NullAway.Init")
  private static DevMode dev;

  @BeforeAll
  static void start(@TempDir Path copy) throws Exception {
    dev = DevMode.start(copy);
  }

  @AfterAll
  static void stop() {
    dev.close();
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
