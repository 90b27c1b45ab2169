package io.github.echosounder.wire.frame;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Where the payload of validated data frames goes, piece by piece as it arrives. */
public interface FrameSink {

  /** A buffer is being read. {@code offset} leads from its indexes to those of {@code bytes}. */
  void begin(ByteBuf buffer, ByteBuffer bytes, int offset);

  /**
   * A piece of a data frame's payload lies at {@code from}, still masked.
   *
   * @return where it shall be unmasked to: at {@code from}, or before it
   */
  int place(FrameReader frame, int from, int length) throws Violation;

  /** The piece is at {@code at}, unmasked and valid so far. */
  void take(FrameReader frame, int at, int length) throws Violation;

  /** What a compressed piece inflates to, valid so far, between position and limit. */
  void inflated(ByteBuffer bytes) throws Violation;

  /** The frame is complete, and valid so far. */
  void endOfFrame(FrameReader frame) throws Violation;

  /**
   * A control frame is the reply to one that ended just before {@code readTo}, and shall keep its
   * place among the other replies.
   */
  void reply(int opcode, byte[] payload, int length, int readTo);

  /** Another one takes over: what was made so far goes out, the buffer passes on. */
  void handTo(FrameSink next);

  /** The buffer has been read as far as it will be. The sink owns it now. */
  void end();

  /** Nothing more comes: memory goes back. */
  void release();

  /** How much longer than its message a reply is at most. */
  default int addedBytes() {
    return 0;
  }

  /** Whether compressed frames go back as they came. */
  default boolean passesCompressed() {
    return false;
  }
}
