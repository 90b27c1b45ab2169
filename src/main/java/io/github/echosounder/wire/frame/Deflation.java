package io.github.echosounder.wire.frame;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Deflates messages (RFC 7692, 7.2.1). A server's stand for themselves, whatever context takeover
 * was agreed on: so one compressor serves all connections of an event loop, and a connection costs
 * none of the 256 KiB that one takes.
 */
public final class Deflation {

  private static final int LARGEST_WINDOW_BITS = 15;
  private static final int TAIL = 4;

  private final Compressor compressor;
  private final int level;

  /** No reference reaches back further than this: after so many bytes the compressor forgets. */
  private final int block;

  private final boolean isContextKept;

  /** One compressor, and what it writes to, for all connections of an event loop. */
  public static final class Compressor {
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(16 * 1024);

    public void release() {
      deflater.end();
    }
  }

  /** Each message stands for itself. */
  public Deflation(Compressor compressor, int level, int windowBits) {
    this(compressor, level, windowBits, false);
  }

  /**
   * {@code isContextKept}: messages refer to earlier ones (7.1.1), and the compressor is this
   * connection's alone.
   */
  public Deflation(Compressor compressor, int level, int windowBits, boolean isContextKept) {
    this.compressor = compressor;
    this.level = level;
    this.block = windowBits == LARGEST_WINDOW_BITS ? Integer.MAX_VALUE : 1 << windowBits;
    this.isContextKept = isContextKept;
  }

  /**
   * Appends what the payload of one frame becomes.
   *
   * @param isLast whether it ends its message
   */
  public void deflate(ByteBuffer payload, boolean isLast, ByteBuf out) {
    Deflater deflater = compressor.deflater;
    if (!isContextKept) {
      deflater.reset();
    }
    deflater.setLevel(level);
    int start = out.writerIndex();
    int end = payload.limit();
    while (payload.position() < end) {
      payload.limit((int) Math.min(end, (long) payload.position() + block));
      boolean isLastBlock = payload.limit() == end;
      deflater.setInput(payload);
      drain(deflater, isLastBlock ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH, out);
    }
    if (isLast && out.writerIndex() - start < TAIL) {
      // 7.2.3.6: an empty payload is one empty block.
      out.writeByte(0);
    } else if (isLast) {
      out.writerIndex(out.writerIndex() - TAIL);
    }
  }

  private void drain(Deflater deflater, int flush, ByteBuf out) {
    ByteBuffer scratch = compressor.scratch;
    do {
      scratch.clear();
      deflater.deflate(scratch, flush);
      out.writeBytes(scratch.flip());
    } while (scratch.limit() == scratch.capacity());
  }
}
