package io.github.echosounder.behaviour;

import java.nio.ByteBuffer;

/** What a connection does next. Steps are taken in order. */
public sealed interface Step {

  /**
   * A message goes out, behind those before it.
   *
   * @param notBeforeNanos of the same clock as events; a later one before it makes it wait too
   * @param times how often; the copies are identical
   */
  record Send(boolean isText, ByteBuffer payload, long notBeforeNanos, int times) implements Step {}

  /** An {@link Event.Due} at this time, instead of one that was asked for before. */
  record Wake(long atNanos) implements Step {}

  /** What is held goes out at once, then a Close; nothing is answered behind it. */
  record Close(int code, String reason) implements Step {}

  /** TCP is reset, whatever is held. */
  record Reset() implements Step {}

  /** What is held goes out at once, then TCP ends without a Close. */
  record End() implements Step {}

  /** Nothing more is read. */
  record StopReading() implements Step {}
}
