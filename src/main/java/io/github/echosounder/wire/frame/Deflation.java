package io.github.echosounder.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Deflates replies (RFC 7692, 7.2.1). Every message stands for itself, whatever context takeover
 * was agreed on: so one compressor serves all connections of a thread, and a connection costs none
 * of the 256 KiB that one takes.
 */
public final class Deflation {

  private static final int LARGEST_WINDOW_BITS = 15;
  private static final int TAIL = 4;

  /** One compressor, and what it writes to, for each thread. */
  private static final class Scratch {
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteBuffer output = ByteBuffer.allocateDirect(16 * 1024);
  }

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final int level;

  /** No reference reaches back further than this: after so many bytes the compressor forgets. */
  private final int block;

  public Deflation(int level, int windowBits) {
    this.level = level;
    this.block = windowBits == LARGEST_WINDOW_BITS ? Integer.MAX_VALUE : 1 << windowBits;
  }

  public ByteBuf deflate(ByteBuf message) {
    Scratch scratch = SCRATCH.get();
    Deflater deflater = scratch.deflater;
    deflater.reset();
    deflater.setLevel(level);
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(message.readableBytes() / 2 + 64);
    ByteBuffer input = message.nioBuffer();
    int end = input.limit();
    while (input.position() < end) {
      input.limit((int) Math.min(end, (long) input.position() + block));
      boolean isLast = input.limit() == end;
      deflater.setInput(input);
      drain(deflater, scratch.output, isLast ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH, out);
    }
    if (out.writerIndex() < TAIL) {
      // 7.2.3.6: an empty message is one empty block.
      return out.writeByte(0);
    }
    return out.writerIndex(out.writerIndex() - TAIL);
  }

  private static void drain(Deflater deflater, ByteBuffer scratch, int flush, ByteBuf out) {
    do {
      scratch.clear();
      deflater.deflate(scratch, flush);
      out.writeBytes(scratch.flip());
    } while (scratch.limit() == scratch.capacity());
  }
}
