package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What has been read from a connection before its turn: the rest of a read that is too much work
 * for one turn, and what comes although nobody reads. A peer that ends its half of TCP has all that
 * it sent read at once, and a TLS read may bring several records.
 */
final class Backlog {

  private final HeldMemory memory;
  private final Deque<ByteBuf> unread = new ArrayDeque<>(2);

  Backlog(HeldMemory memory) {
    this.memory = memory;
  }

  boolean isEmpty() {
    return unread.isEmpty();
  }

  /** Behind what waits already, in memory of its own: no more is held than is counted. */
  void add(ByteBuf bytes) throws Violation {
    ByteBuf own;
    try {
      own = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.readableBytes()).writeBytes(bytes);
    } finally {
      bytes.release();
    }
    reserve(own);
    unread.addLast(own);
  }

  /** Before what waits already. */
  void putBack(ByteBuf rest) throws Violation {
    reserve(rest);
    unread.addFirst(rest);
  }

  private void reserve(ByteBuf bytes) throws Violation {
    if (!memory.reserve(bytes.readableBytes())) {
      bytes.release();
      throw Violation.noRoom("this instance holds too much that waits for its turn");
    }
  }

  @Nullable ByteBuf poll() {
    ByteBuf bytes = unread.poll();
    if (bytes != null) {
      memory.free(bytes.readableBytes());
    }
    return bytes;
  }

  void release() {
    for (ByteBuf bytes = poll(); bytes != null; bytes = poll()) {
      bytes.release();
    }
  }
}
