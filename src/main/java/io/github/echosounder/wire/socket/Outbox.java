package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Traffic;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.HeldMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;

/**
 * Back-pressure: as long as the peer does not take the replies there are, nothing more is read from
 * it. So a peer that never reads costs what one read brought, and nothing is lost.
 */
public final class Outbox {

  private final ChannelHandlerContext context;
  private final Channel channel;

  /** Without TLS nothing stands between this and the socket: the way there can be short. */
  private final boolean isPlain;

  private final HeldMemory memory;
  private final Traffic traffic;
  private final Runnable onRoom;
  private boolean isBlocked;

  /** {@code onRoom} is run when the peer has taken what was waiting for it. */
  public Outbox(
      ChannelHandlerContext context, HeldMemory memory, Traffic traffic, Runnable onRoom) {
    this.traffic = traffic;
    this.onRoom = onRoom;
    this.context = context;
    this.channel = context.channel();
    this.isPlain = context.pipeline().get(SslHandler.class) == null;
    this.memory = memory;
  }

  public boolean isBlocked() {
    return isBlocked;
  }

  public void write(ByteBuf replies) {
    if (isPlain) {
      channel.unsafe().write(replies, channel.voidPromise());
    } else {
      context.write(replies, context.voidPromise());
    }
  }

  /** Flushes, and stops reading if that did not bring everything to the socket. */
  public void flush() throws Violation {
    if (isPlain) {
      channel.unsafe().flush();
    } else {
      context.flush();
    }
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    if (pending != null && !pending.isEmpty() && !isBlocked) {
      block(pending);
    }
  }

  private void block(ChannelOutboundBuffer pending) throws Violation {
    isBlocked = true;
    long since = System.nanoTime();
    channel.config().setAutoRead(false);
    long size = pending.totalPendingWriteBytes();
    if (isReceiveMemory(pending)) {
      moveOut(pending);
    }
    if (!memory.reserve(size)) {
      throw Violation.notTaken("this instance holds too many replies that peers do not take");
    }
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> {
          isBlocked = false;
          traffic.blockedNanos().record(System.nanoTime() - since);
          memory.free(size);
          if (written.isSuccess()) {
            channel.config().setAutoRead(true);
            onRoom.run();
          }
        });
  }

  private static boolean isReceiveMemory(ChannelOutboundBuffer pending) {
    ReceiveMemory receiveMemory = ReceiveMemory.ofThisLoop();
    boolean[] isFound = {false};
    try {
      pending.forEachFlushedMessage(replies -> {
        isFound[0] |= replies instanceof ByteBuf bytes && receiveMemory.isPartOf(bytes);
        return !isFound[0];
      });
    } catch (Exception e) {
      throw new IllegalStateException("looking at what is pending fails", e);
    }
    return isFound[0];
  }

  /** The event loop's receive memory is for all: what waits in it gets memory of its own. */
  private void moveOut(ChannelOutboundBuffer pending) {
    ByteBuf own =
        PooledByteBufAllocator.DEFAULT.directBuffer((int) pending.totalPendingWriteBytes());
    while (pending.current() instanceof ByteBuf replies) {
      own.writeBytes(replies, replies.readerIndex(), replies.readableBytes());
      pending.remove();
    }
    write(own);
  }
}
