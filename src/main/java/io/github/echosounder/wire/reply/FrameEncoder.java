package io.github.echosounder.wire.reply;

import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes the frames of one message after the other, deflated where that was agreed on and pays. */
final class FrameEncoder {

  /** Below this a block header costs what compression saves. */
  private static final int WORTH_DEFLATING = 64;

  private static final int LARGEST_HEADER = 10;

  private final @Nullable Deflation deflation;

  // The message of which frames have been made, but not the last one.
  private boolean isContinued;
  private boolean isDeflated;

  /** {@code deflation} is null where permessage-deflate was not agreed on. */
  FrameEncoder(@Nullable Deflation deflation) {
    this.deflation = deflation;
  }

  /**
   * The next frame of a message.
   *
   * @param opcode of the message
   * @param isLast whether the frame ends it
   */
  ByteBuf encode(int opcode, ByteBuffer payload, boolean isLast) {
    int length = payload.remaining();
    boolean isFirst = !isContinued;
    isContinued = !isLast;
    if (isFirst) {
      isDeflated = !isLast || length >= WORTH_DEFLATING;
    }
    int first = (isLast ? Opcode.FIN : 0) | (isFirst ? opcode : Opcode.CONTINUATION);
    if (deflation != null && isDeflated) {
      ByteBuf out = behindHeader(length / 2 + 64);
      deflation.deflate(payload.duplicate(), isLast, out);
      if (!isFirst || !isLast || out.readableBytes() < length) {
        return withHeader(fitted(out), isFirst ? first | Opcode.RSV1 : first);
      }
      out.release();
    }
    return withHeader(behindHeader(length).writeBytes(payload.duplicate()), first);
  }

  /** It may wait for its peer, and counts by its bytes then: no more memory stays with it. */
  private static ByteBuf fitted(ByteBuf deflated) {
    int length = deflated.readableBytes();
    if (deflated.capacity() <= 2 * (LARGEST_HEADER + length)) {
      return deflated;
    }
    try {
      return behindHeader(length).writeBytes(deflated);
    } finally {
      deflated.release();
    }
  }

  private static ByteBuf behindHeader(int length) {
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(LARGEST_HEADER + length)
        .setIndex(LARGEST_HEADER, LARGEST_HEADER);
  }

  private static ByteBuf withHeader(ByteBuf payload, int first) {
    int end = payload.writerIndex();
    int length = payload.readableBytes();
    int start = LARGEST_HEADER - FrameWriter.headerSize(length);
    FrameWriter.header(payload.setIndex(start, start), first, length);
    return payload.writerIndex(end);
  }
}
