package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of old code when dev mode has reloaded it often. */
class DevModeMemoryIT {

  private static final Pattern CLASS_LOADERS = Pattern.compile(".*[.]QuarkusClassLoader");

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
    reload(10);
    long now = dev.instances(CLASS_LOADERS);
    assertTrue(now <= loaders + STILL_HELD, loaders + " class loaders before, now " + now);
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
