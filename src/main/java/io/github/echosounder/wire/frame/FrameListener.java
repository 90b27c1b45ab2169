package io.github.echosounder.wire.frame;

/**
 * What a reader of frames tells beside the payload: the messages that ended, and control frames.
 */
public interface FrameListener {

  /**
   * A message is complete and valid.
   *
   * @param bytes its payload, inflated
   * @param wireBytes its payload as it came
   */
  void messageEnded(boolean isText, boolean isCompressed, long bytes, long wireBytes);

  /** RFC 6455, 5.5.2: to be answered in its place among the replies. */
  void ping(byte[] payload, int length, int readTo) throws Violation;

  void pong(byte[] payload, int length) throws Violation;

  /** 5.5.1: nothing is read after it. */
  void close(byte[] payload, int length, int readTo) throws Violation;

  /** Whether nothing more is to be read. */
  boolean isEnded();

  /**
   * RFC 7692, 7.2.3.4: a block with BFINAL is about to come, behind which few can read on. A sink
   * that passes compressed frames on as they came is to be replaced now.
   */
  void finalBlockToCome();
}
