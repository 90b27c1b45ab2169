package io.github.echosounder.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections together hold for their peers: heads of requests and frames that have not
 * arrived completely, bytes that wait for their turn, replies that peers do not take. One budget,
 * so that no number of them exhausts the memory.
 */
public final class HeldMemory {

  /** What part of the rest one peer may bring. */
  private static final int SHARES = 128;

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /** Nobody but their owners takes of these. */
  private final List<HeldMemory> parts = new CopyOnWriteArrayList<>();

  private volatile long limitOfRest;

  public HeldMemory(long limit) {
    this.limit = limit;
    this.limitOfRest = limit;
  }

  /**
   * A part of this budget, of so many bytes: others neither take it nor are kept from the rest by
   * whom it is for.
   */
  public synchronized HeldMemory setAside(long bytes) {
    HeldMemory part = new HeldMemory(bytes);
    parts.add(part);
    limitOfRest = limitOfRest - bytes;
    return part;
  }

  /** Whether there was room for so many bytes more, which now count as held. */
  public boolean reserve(long bytes) {
    long before = held.get();
    while (bytes <= limitOfRest - before) {
      if (held.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = held.get();
    }
    return false;
  }

  /** So many bytes more are held in any case; whether there was room for them. */
  public boolean count(long bytes) {
    return held.addAndGet(bytes) <= limitOfRest;
  }

  public void free(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes that are held now. */
  public long held() {
    long sum = held.get();
    for (HeldMemory part : parts) {
      sum += part.held();
    }
    return sum;
  }

  /**
   * What one peer may bring that may have to be held: a part of the rest, so that many of them
   * leave room for others. Zero where all is held.
   */
  public long share() {
    return Math.max(0, (limit - held()) / SHARES);
  }

  public long limit() {
    return limit;
  }
}
