package io.github.echosounder.wire.reply;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes replies of whole payloads: deflated first where that was agreed on and pays, then cut as
 * they are to go on the wire. What it makes counts as held until its taker frees it.
 */
public final class ReplyEncoder {

  /** Below this a block header costs what compression saves. */
  private static final int WORTH_DEFLATING = 64;

  /** What a reply takes beside its payload and the sizes of its frames. */
  private static final int OVERHEAD = 256;

  private final HeldMemory memory;
  private final @Nullable Deflation deflation;
  private final boolean isCut;
  private final int largest;

  /**
   * An encoder for one connection.
   *
   * @param fragmentBytes the size that replies are cut into; zero: as they came
   * @param chunkBytes no frame is larger; zero: no limit
   */
  public ReplyEncoder(
      HeldMemory memory, @Nullable Deflation deflation, long fragmentBytes, long chunkBytes) {
    this.memory = memory;
    this.deflation = deflation;
    this.isCut = fragmentBytes > 0;
    this.largest = (int) Math.min(orNone(fragmentBytes), orNone(chunkBytes));
  }

  private static long orNone(long bytes) {
    return bytes > 0 ? Math.min(bytes, Integer.MAX_VALUE) : Integer.MAX_VALUE;
  }

  /**
   * A reply.
   *
   * @param frames how many bytes of the payload came in each frame; none: it is one frame
   */
  public Reply encode(boolean isText, ByteBuffer payload, int... frames) throws Violation {
    int opcode = isText ? Opcode.TEXT : Opcode.BINARY;
    int length = payload.remaining();
    ByteBuf deflated = deflated(payload);
    ByteBuf out = deflated == null ? copy(payload) : deflated;
    int[] sizes = isCut || frames.length <= 1 ? new int[] {out.readableBytes()} : frames;
    if (deflated != null && sizes.length > 1) {
      sizes = scaled(sizes, length, out.readableBytes());
    }
    long held = out.capacity() + (long) sizes.length * Integer.BYTES + OVERHEAD;
    if (!memory.reserve(held)) {
      out.release();
      throw Violation.noRoom("this instance holds too many replies that wait");
    }
    return new Reply(
        isText,
        deflated == null ? opcode : opcode | Opcode.RSV1,
        length,
        out,
        sizes,
        largest,
        held);
  }

  private static ByteBuf copy(ByteBuffer payload) {
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(payload.remaining())
        .writeBytes(payload.duplicate());
  }

  /** Null where it is not agreed on, or does not pay. */
  private @Nullable ByteBuf deflated(ByteBuffer payload) {
    if (deflation == null || payload.remaining() < WORTH_DEFLATING) {
      return null;
    }
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(payload.remaining() / 2 + 64);
    deflation.deflate(payload.duplicate(), true, out);
    if (out.readableBytes() >= payload.remaining()) {
      out.release();
      return null;
    }
    return out.capacity(out.readableBytes());
  }

  /** As many frames as came, in proportion. */
  private static int[] scaled(int[] frames, int before, int after) {
    int[] scaled = new int[frames.length];
    long seen = 0;
    int done = 0;
    for (int i = 0; i < frames.length; i++) {
      seen += frames[i];
      int end = i == frames.length - 1 ? after : (int) (seen * after / before);
      scaled[i] = end - done;
      done = end;
    }
    return scaled;
  }
}
