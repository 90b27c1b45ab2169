package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;

/**
 * What goes to the peer, and back-pressure: as long as the peer does not take what there is,
 * nothing more is read from it, and what waits counts as held until the kernel has it. So a peer
 * that never reads costs what one read brought, and nothing is lost.
 */
final class Outbox {

  /** So much may wait for the end of a turn. */
  private static final int MOST_UNFLUSHED = 64 * 1024;

  private final ChannelHandlerContext context;
  private final Channel channel;

  /** Without TLS nothing stands between this and the socket: the way there can be short. */
  private final boolean isPlain;

  private final HeldMemory memory;
  private final LoopState loop;
  private final ReadGate gate;
  private final Owner owner;

  private boolean isBlocked;
  private long blockedSince;

  /** Written since the last flush, and counted nowhere yet. */
  private int unflushed;

  /** What counts as held: all that waits, as of the last time it was looked at. */
  private long held;

  /** Whom it concerns that the peer takes its replies, or does not. */
  interface Owner {
    /** Something goes to the kernel. */
    void sends();

    /** The peer has taken all that waited for it. */
    void hasRoom();

    /** There is no memory for what the peer does not take. */
    void hasNoRoom();
  }

  Outbox(
      ChannelHandlerContext context,
      HeldMemory memory,
      LoopState loop,
      ReadGate gate,
      Owner owner) {
    this.context = context;
    this.channel = context.channel();
    this.isPlain = context.pipeline().get(SslHandler.class) == null;
    this.memory = memory;
    this.loop = loop;
    this.gate = gate;
    this.owner = owner;
  }

  /** Whether something waits for the peer: producers wait too. */
  boolean isBlocked() {
    return isBlocked;
  }

  /** Bytes that the kernel does not have yet. */
  long waiting() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes() - pending.currentProgress();
  }

  /** Whether there is so much to flush that it should not wait for others. */
  boolean isFlushDue() {
    return unflushed > MOST_UNFLUSHED;
  }

  /** False when there is no memory for it: then the connection has ended. */
  boolean write(ByteBuf frames) {
    if (isBlocked && !reserve(frames.readableBytes())) {
      frames.release();
      owner.hasNoRoom();
      return false;
    }
    unflushed += frames.readableBytes();
    send(frames);
    return true;
  }

  private void send(ByteBuf frames) {
    if (isPlain) {
      channel.unsafe().write(frames, channel.voidPromise());
    } else {
      context.write(frames, context.voidPromise());
    }
  }

  private boolean reserve(long bytes) {
    if (!memory.reserve(bytes)) {
      return false;
    }
    held += bytes;
    return true;
  }

  /** Flushes, and stops reading if that did not bring everything to the socket. */
  void flush() {
    if (unflushed > 0) {
      unflushed = 0;
      owner.sends();
    }
    if (isPlain) {
      channel.unsafe().flush();
    } else {
      context.flush();
    }
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    if (pending != null && !pending.isEmpty() && !isBlocked) {
      isBlocked = true;
      blockedSince = System.nanoTime();
      gate.hold(Reason.SLOW_READER);
      if (reserve(pending.totalPendingWriteBytes())) {
        awaitRoom(pending);
      } else {
        owner.hasNoRoom();
      }
    }
  }

  private void awaitRoom(ChannelOutboundBuffer pending) {
    if (isSpacious(pending)) {
      moveOut(pending);
    }
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> taken(written.isSuccess()));
  }

  /** What waited is with the kernel, or the channel is closed. */
  private void taken(boolean isWritten) {
    memory.free(held);
    held = 0;
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    if (isWritten && pending != null && !pending.isEmpty()) {
      waitOn(pending);
      return;
    }
    isBlocked = false;
    loop.traffic().blockedNanos().record(System.nanoTime() - blockedSince);
    if (isWritten) {
      owner.sends();
      gate.release(Reason.SLOW_READER);
      owner.hasRoom();
    }
  }

  /** More was written meanwhile. */
  private void waitOn(ChannelOutboundBuffer pending) {
    if (reserve(pending.totalPendingWriteBytes())) {
      awaitRoom(pending);
    } else {
      owner.hasNoRoom();
    }
  }

  /**
   * Whether what waits lies in the event loop's receive memory, which is for all, or in much more
   * memory than it has bytes.
   */
  private boolean isSpacious(ChannelOutboundBuffer pending) {
    long[] spare = {0};
    try {
      pending.forEachFlushedMessage(frames -> {
        if (frames instanceof ByteBuf bytes) {
          ByteBuf memory = bytes.unwrap() == null ? bytes : bytes.unwrap();
          spare[0] += memory.capacity() - bytes.readableBytes();
          spare[0] += loop.receiveMemory().isPartOf(bytes) ? Integer.MAX_VALUE : 0;
        }
        return spare[0] < Integer.MAX_VALUE;
      });
    } catch (Exception e) {
      throw new IllegalStateException("looking at what is pending fails", e);
    }
    return spare[0] > pending.totalPendingWriteBytes();
  }

  /** What waits gets memory of its own, and no more than it needs. */
  private void moveOut(ChannelOutboundBuffer pending) {
    ByteBuf own =
        PooledByteBufAllocator.DEFAULT.directBuffer((int) pending.totalPendingWriteBytes());
    while (pending.current() instanceof ByteBuf frames) {
      own.writeBytes(frames, frames.readerIndex(), frames.readableBytes());
      pending.remove();
    }
    send(own);
  }

  /** The channel is closed: nothing is held any more. */
  void release() {
    memory.free(held);
    held = 0;
  }
}
