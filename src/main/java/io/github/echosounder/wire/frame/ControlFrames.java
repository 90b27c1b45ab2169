package io.github.echosounder.wire.frame;

/** What the reader of frames leaves to its connection to decide. */
public interface ControlFrames {

  /** RFC 6455, 5.5.2: answered in its place among the replies. */
  void ping(byte[] payload, int length, int readTo);

  void pong(byte[] payload, int length);

  /** 5.5.1: nothing is read after it. */
  void close(byte[] payload, int length, int readTo) throws Violation;

  /** Whether such a Close has come. */
  boolean isEnded();

  /** Frames cannot go back as they come any more: who takes their messages. */
  Receiver withoutRelay();
}
