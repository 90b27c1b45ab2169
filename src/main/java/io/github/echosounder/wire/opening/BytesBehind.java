package io.github.echosounder.wire.opening;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * In the place of HTTP's decoder once a handshake has been read: what comes behind it is no HTTP,
 * however long the handshake waits for its answer. It is passed on when this handler goes.
 */
final class BytesBehind extends ChannelInboundHandlerAdapter {

  private final Queue<ByteBuf> held = new ArrayDeque<>();
  private boolean isDropping;

  /** There is to be no WebSocket. */
  void drop() {
    isDropping = true;
    release();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
    } else if (isDropping) {
      bytes.release();
    } else {
      held.add(bytes);
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      release();
      return;
    }
    for (ByteBuf bytes = held.poll(); bytes != null; bytes = held.poll()) {
      context.fireChannelRead(bytes);
    }
    context.fireChannelReadComplete();
  }

  private void release() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }
}
