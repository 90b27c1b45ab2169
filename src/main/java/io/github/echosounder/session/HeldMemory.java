package io.github.echosounder.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections together hold for their peers: frames that have not arrived completely,
 * bytes that wait for their turn, replies that peers do not take. One budget, so that no number of
 * them exhausts the memory.
 */
public final class HeldMemory {

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  public HeldMemory(long limit) {
    this.limit = limit;
  }

  /** Whether there was room for so many bytes more, which now count as held. */
  public boolean reserve(long bytes) {
    if (held.addAndGet(bytes) <= limit) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  public void free(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes that are held now. */
  public long held() {
    return held.get();
  }

  public long limit() {
    return limit;
  }
}
