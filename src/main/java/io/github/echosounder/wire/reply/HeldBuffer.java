package io.github.echosounder.wire.reply;

import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;

/** Collects what is not complete. It grows with what has arrived, not with what was announced. */
public final class HeldBuffer {

  private static final int SMALLEST = 512;

  private final HeldMemory memory;
  private final int expected;
  private final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(0);
  private int reserved;

  /** {@code expected} is how much it will hold in the end: never more is taken. */
  public HeldBuffer(HeldMemory memory, int expected) {
    this.memory = memory;
    this.expected = expected;
  }

  /** Begins a frame of the length given. */
  public void header(int first, int length) throws Violation {
    room(FrameWriter.headerSize(length));
    FrameWriter.header(bytes, first, length);
  }

  public void append(ByteBuffer source, int from, int length) throws Violation {
    room(length);
    bytes.writeBytes(source.duplicate().limit(from + length).position(from));
  }

  private void room(int length) throws Violation {
    int needed = bytes.writerIndex() + length;
    if (needed <= bytes.capacity()) {
      return;
    }
    int doubled = Math.max(SMALLEST, Integer.highestOneBit(needed) << 1);
    int capacity = Math.max(needed, Math.min(doubled, expected));
    if (!memory.reserve(capacity - reserved)) {
      throw Violation.noRoom("this instance holds too many incomplete messages");
    }
    reserved = capacity;
    bytes.capacity(capacity);
  }

  public boolean isComplete() {
    return bytes.writerIndex() == expected;
  }

  /** The bytes, which count as held no longer. */
  public ByteBuf detach() {
    memory.free(reserved);
    reserved = 0;
    return bytes;
  }

  public void release() {
    detach().release();
  }
}
