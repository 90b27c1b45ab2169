package io.github.echosounder.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page's modules do without a browser, tested by Node.js: src/test/page. */
class PageModulesTest {

  private static final Path TESTS = Path.of("src/test/page");

  private static final int OLDEST_NODE = 18;

  private static final String HOW_TO_GET_ONE =
      "no Node.js of version %d or newer found. Install one (Debian: apt-get install nodejs)."
          .formatted(OLDEST_NODE);

  @TempDir Path work;

  @Test
  void thePagesModulesPassTheirOwnTests() throws Exception {
    skipWithoutNode();
    var command = new ArrayList<>(List.of("node", "--test"));
    try (var files = Files.list(TESTS)) {
      files
          .map(Path::toString)
          .filter(name -> name.endsWith(".test.mjs"))
          .sorted()
          .forEach(command::add);
    }
    assertFalse(command.size() == 2, "no tests in " + TESTS);
    var told = work.resolve("told.txt");
    assertEquals(0, run(command, told), () -> read(told));
  }

  private void skipWithoutNode() throws Exception {
    if (versionOfNode() >= OLDEST_NODE) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("The page's modules cannot be tested: " + HOW_TO_GET_ONE);
    }
    System.out.println("Tests of the page's modules skipped: " + HOW_TO_GET_ONE);
    assumeTrue(false, HOW_TO_GET_ONE);
  }

  /** The major version; 0 if there is no Node.js. */
  private int versionOfNode() throws Exception {
    var told = work.resolve("version.txt");
    try {
      return run(List.of("node", "--version"), told) == 0
          ? Integer.parseInt(read(told).replaceFirst("^v(\\d+)\\..*\\s*$", "$1"))
          : 0;
    } catch (IOException noSuchCommand) {
      return 0;
    }
  }

  private static int run(List<String> command, Path told) throws Exception {
    var node =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile()).start();
    if (!node.waitFor(3, TimeUnit.MINUTES)) {
      node.destroyForcibly();
      throw new IllegalStateException(command + " did not end: " + read(told));
    }
    return node.exitValue();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
