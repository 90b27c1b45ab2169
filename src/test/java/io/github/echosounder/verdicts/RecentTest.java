package io.github.echosounder.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The latest are kept, within bounds. */
class RecentTest {

  private record Entry(String id, int size) implements Kept {
    @Override
    public Kind kind() {
      return Kind.CONNECTION;
    }

    @Override
    public @Nullable String label() {
      return null;
    }

    @Override
    public long beganMillis() {
      return 0;
    }
  }

  private final Recent<Entry> recent = new Recent<>(3);

  @Test
  void ofTooManyTheOldestAreForgotten() {
    for (int i = 0; i < 5; i++) {
      recent.add(new Entry("id-" + i, 100));
    }
    assertNull(recent.find("id-1"));
    assertNotNull(recent.find("id-2"));
    assertEquals(3, recent.all(entry -> true).size());
  }

  @Test
  void ofTooManyBytesTheOldestAreForgotten() {
    recent.add(new Entry("first", 1500));
    recent.add(new Entry("second", 1500));
    recent.add(new Entry("third", 1500));
    assertNull(recent.find("first"));
    assertEquals(2, recent.all(entry -> true).size());
    recent.add(new Entry("larger than all together", 4000));
    assertEquals(0, recent.all(entry -> true).size());
    recent.add(new Entry("fourth", 1500));
    assertNotNull(recent.find("fourth"));
  }

  @Test
  void withoutRoomNothingIsKept() {
    Recent<Entry> none = new Recent<>(0);
    none.add(new Entry("id", 100));
    assertNull(none.find("id"));
  }
}
