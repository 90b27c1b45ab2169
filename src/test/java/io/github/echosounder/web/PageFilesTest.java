package io.github.echosounder.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page's files are read once, and their folder is named after what they hold. */
class PageFilesTest {

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final Counting resources = new Counting(before);

  /** The class path, with one file as the test wants it. */
  private static final class Counting extends ClassLoader {
    private int reads;
    private @Nullable String style;

    Counting(ClassLoader parent) {
      super(parent);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      reads++;
      return style != null && name.endsWith(".css")
          ? new ByteArrayInputStream(style.getBytes(UTF_8))
          : super.getResourceAsStream(name);
    }
  }

  PageFilesTest() {
    Thread.currentThread().setContextClassLoader(resources);
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void theyAreReadOnce() {
    PageFiles files = new PageFiles();
    var index = files.find(PageFiles.INDEX).orElseThrow();
    int reads = resources.reads;
    assertTrue(reads > 1, "so few reads: " + reads);
    assertSame(index, files.find(PageFiles.INDEX).orElseThrow());
    files.version();
    assertEquals(reads, resources.reads);
  }

  @Test
  void anotherContentIsInAnotherFolderAndTheIndexNamesIt() {
    String version = new PageFiles().version();
    assertEquals(version, new PageFiles().version(), "of the same content");
    resources.style = "body {}\n";
    PageFiles changed = new PageFiles();
    assertNotEquals(version, changed.version());
    String index = new String(changed.find(PageFiles.INDEX).orElseThrow().content(), UTF_8);
    assertTrue(index.contains("\"page/" + changed.version() + "/"), index);
  }

  @Test
  void eachCodingHasATagOfItsOwn() {
    var index = new PageFiles().find(PageFiles.INDEX).orElseThrow();
    assertNotEquals(index.tag(), index.gzipTag());
  }
}
