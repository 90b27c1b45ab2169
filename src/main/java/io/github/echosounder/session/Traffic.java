package io.github.echosounder.session;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Messages and payload bytes, each way and by type, since the start. Every event loop owns one and
 * is its only writer, so that counting costs no contention; readers add them up.
 */
public final class Traffic {

  /** What is counted. */
  public enum Count {
    TEXT_IN(0, "in", "text"),
    BINARY_IN(1, "in", "binary"),
    TEXT_OUT(2, "out", "text"),
    BINARY_OUT(3, "out", "binary");

    private final int slot;
    private final String direction;
    private final String type;

    Count(int slot, String direction, String type) {
      this.slot = slot;
      this.direction = direction;
      this.type = type;
    }

    public String direction() {
      return direction;
    }

    public String type() {
      return type;
    }
  }

  private static final int KINDS = Count.values().length;

  private final AtomicLongArray values = new AtomicLongArray(2 * KINDS);

  /** Called by the owning event loop alone. */
  public void add(Count count, long messages, long bytes) {
    int at = count.slot;
    values.setRelease(at, values.getPlain(at) + messages);
    values.setRelease(at + KINDS, values.getPlain(at + KINDS) + bytes);
  }

  public long messages(Count count) {
    return values.getAcquire(count.slot);
  }

  public long bytes(Count count) {
    return values.getAcquire(count.slot + KINDS);
  }
}
