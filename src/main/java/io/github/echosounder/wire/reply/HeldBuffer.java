package io.github.echosounder.wire.reply;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;

/** Collects what is not complete. It grows with what has arrived, not with what was announced. */
final class HeldBuffer {

  private static final int SMALLEST = 512;

  private final HeldMemory memory;
  private final int expected;
  private final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(0);
  private int reserved;

  /** {@code expected} is how much it will hold in the end: never more is taken. */
  HeldBuffer(HeldMemory memory, int expected) {
    this.memory = memory;
    this.expected = expected;
  }

  /** Begins a frame of the length given. */
  void header(int first, int length) throws Violation {
    makeRoom(FrameWriter.headerSize(length));
    FrameWriter.header(bytes, first, length);
  }

  void append(byte[] source) throws Violation {
    makeRoom(source.length);
    bytes.writeBytes(source);
  }

  void append(ByteBuffer source, int from, int length) throws Violation {
    makeRoom(length);
    bytes.writeBytes(source.duplicate().limit(from + length).position(from));
  }

  private void makeRoom(int length) throws Violation {
    int needed = bytes.writerIndex() + length;
    if (needed <= bytes.capacity()) {
      return;
    }
    int doubled = Math.max(SMALLEST, Integer.highestOneBit(needed) << 1);
    int capacity = Math.max(needed, Math.min(doubled, expected));
    // While it moves, the old memory is held beside the new.
    if (!memory.reserve(capacity)) {
      throw Violation.noRoom("this instance holds too many incomplete messages");
    }
    int old = reserved;
    reserved += capacity;
    bytes.capacity(capacity);
    reserved = capacity;
    memory.free(old);
  }

  int size() {
    return bytes.writerIndex();
  }

  boolean isComplete() {
    return bytes.writerIndex() == expected;
  }

  /** What is there, for reading. */
  ByteBuffer content() {
    return bytes.nioBuffer();
  }

  /** The bytes, which count as held no longer. */
  ByteBuf detach() {
    memory.free(reserved);
    reserved = 0;
    return bytes;
  }

  void release() {
    detach().release();
  }
}
