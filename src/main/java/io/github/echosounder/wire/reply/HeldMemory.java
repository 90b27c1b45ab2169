package io.github.echosounder.wire.reply;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections together hold of frames and messages that have not arrived completely, and
 * of replies that peers do not take: one budget, so that no number of them exhausts the memory.
 */
public final class HeldMemory {

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  public HeldMemory(long limit) {
    // Where the JVM has little, there must be room for what is not counted here.
    this.limit = Math.min(limit, PlatformDependent.maxDirectMemory() / 2);
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
}
