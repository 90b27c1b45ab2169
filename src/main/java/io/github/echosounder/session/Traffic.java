package io.github.echosounder.session;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What went through an event loop since the start: messages and payload bytes, each way and by
 * type; how large messages were, how long things took, what compression saved. Every event loop
 * owns one and is its only writer, so that counting costs no contention; readers add them up.
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

  private static final long KIB = 1024;
  private static final long MS = 1_000_000;

  private final AtomicLongArray values = new AtomicLongArray(2 * KINDS + 2);
  private final Histogram messageBytes =
      new Histogram(128, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, KIB * KIB, 16 * KIB * KIB);
  private final Histogram echoNanos =
      new Histogram(MS / 20, MS / 10, MS / 4, MS / 2, MS, 5 * MS, 25 * MS, 100 * MS, 1000 * MS);
  private final Histogram pingNanos =
      new Histogram(MS / 2, MS, 5 * MS, 10 * MS, 25 * MS, 50 * MS, 100 * MS, 250 * MS, 1000 * MS);
  private final Histogram blockedNanos =
      new Histogram(MS, 10 * MS, 100 * MS, 1000 * MS, 10_000 * MS, 60_000 * MS);

  /** Sizes of the messages that came in. */
  public Histogram messageBytes() {
    return messageBytes;
  }

  /** From the read that brought a message to its echo being with the kernel; one read in 16. */
  public Histogram echoNanos() {
    return echoNanos;
  }

  /** From a ping of this server to its pong. */
  public Histogram pingNanos() {
    return pingNanos;
  }

  /** How long a connection was not read because its peer did not take the replies. */
  public Histogram blockedNanos() {
    return blockedNanos;
  }

  /** A compressed message came: its bytes on the wire, and what they inflated to. */
  public void addCompressed(long onTheWire, long inflated) {
    values.setRelease(2 * KINDS, values.getPlain(2 * KINDS) + onTheWire);
    values.setRelease(2 * KINDS + 1, values.getPlain(2 * KINDS + 1) + inflated);
  }

  public long compressedBytes() {
    return values.getAcquire(2 * KINDS);
  }

  public long inflatedBytes() {
    return values.getAcquire(2 * KINDS + 1);
  }

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
