package io.github.echosounder.behaviour;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The random knobs. Each reply draws the same number of times whatever is turned, so that a seed
 * and the same messages give the same outcome.
 */
final class Chance {

  private final double drop;
  private final double corrupt;
  private final double duplicate;
  private final long delayNanos;
  private final long jitterNanos;
  private final SplittableRandom random;

  // What was drawn for the reply at hand.
  private double forDrop;
  private double forCorrupt;
  private double forDuplicate;
  private double forJitter;
  private double forPlace;

  Chance(Knobs knobs, SplittableRandom random) {
    this.drop = knobs.get(Knob.DROP, 0.0);
    this.corrupt = knobs.get(Knob.CORRUPT, 0.0);
    this.duplicate = knobs.get(Knob.DUPLICATE, 0.0);
    this.delayNanos = knobs.get(Knob.DELAY, Duration.ZERO).toNanos();
    this.jitterNanos = knobs.get(Knob.JITTER, Duration.ZERO).toNanos();
    this.random = random;
  }

  void draw() {
    forDrop = random.nextDouble();
    forCorrupt = random.nextDouble();
    forDuplicate = random.nextDouble();
    forJitter = random.nextDouble();
    forPlace = random.nextDouble();
  }

  boolean drops() {
    return forDrop < drop;
  }

  boolean duplicates() {
    return forDuplicate < duplicate;
  }

  boolean corrupts() {
    return forCorrupt < corrupt;
  }

  /** Give or take the jitter, and never before its time. */
  long delayNanos() {
    return Math.max(0, delayNanos + Math.round((2 * forJitter - 1) * jitterNanos));
  }

  /** Changes one byte in place; text stays UTF-8. */
  void corrupt(ByteBuffer payload, boolean isText) {
    if (!payload.hasRemaining()) {
      return;
    }
    int at = payload.position() + (int) (forPlace * payload.remaining());
    if (isText && payload.get(at) < 0) {
      // The last byte of a character may be any continuation byte (RFC 3629, 4).
      while (at + 1 < payload.limit() && (payload.get(at + 1) & 0xC0) == 0x80) {
        at++;
      }
    }
    payload.put(at, (byte) (payload.get(at) ^ 1));
  }
}
