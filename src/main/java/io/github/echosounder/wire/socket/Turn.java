package io.github.echosounder.wire.socket;

import io.netty.channel.ChannelHandlerContext;

/**
 * A connection's turn in a pass of its event loop: its replies leave when the others have been read
 * too, and who has much to send does not keep the others waiting.
 */
public final class Turn {

  /** Each may bring what the receive memory holds. */
  private static final int READS = 4;

  private final ChannelHandlerContext context;
  private final Outbox outbox;
  private final SocketHandler connection;

  private int reads;
  private boolean isEndAwaited;
  private boolean isOver;

  public Turn(ChannelHandlerContext context, Outbox outbox, SocketHandler connection) {
    this.context = context;
    this.outbox = outbox;
    this.connection = connection;
  }

  /** Something has been read, and answered. */
  public void read() {
    if (!isEndAwaited && !ReceiveMemory.ofThisLoop().isLent()) {
      awaitEnd();
      return;
    }
    // A pass may read the same connection again and again, without an end.
    connection.flushReplies();
    if (++reads >= READS && !outbox.isBlocked()) {
      isOver = true;
      context.channel().config().setAutoRead(false);
      awaitEnd();
    }
  }

  private void awaitEnd() {
    if (!isEndAwaited) {
      isEndAwaited = true;
      Flushes.ofThisLoop().afterReading(this, context.channel().eventLoop());
    }
  }

  /** The event loop has read what there was to read. */
  public void end() {
    isEndAwaited = false;
    reads = 0;
    try {
      connection.flushReplies();
    } catch (RuntimeException fault) {
      context.fireExceptionCaught(fault);
    }
    if (isOver) {
      isOver = false;
      context.channel().config().setAutoRead(!outbox.isBlocked());
    }
  }
}
