package io.github.echosounder.verdicts;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The latest of its kind; the oldest are forgotten when there are too many, or too many bytes. */
final class Recent<T extends Kept> {

  private static final long BYTES_EACH = 1024;

  private final int most;
  private final Map<String, T> byId = new LinkedHashMap<>();
  private long bytes;

  Recent(int most) {
    this.most = most;
  }

  synchronized void add(T entry) {
    byId.put(entry.id(), entry);
    bytes += entry.size();
    Iterator<T> oldest = byId.values().iterator();
    while (byId.size() > most || bytes > most * BYTES_EACH) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }

  synchronized @Nullable T find(String id) {
    return byId.get(id);
  }

  synchronized List<T> all(Predicate<T> wanted) {
    List<T> found = new ArrayList<>();
    for (T entry : byId.values()) {
      if (wanted.test(entry)) {
        found.add(entry);
      }
    }
    return found;
  }
}
