package io.github.echosounder.wire.opening;

import io.github.echosounder.wire.socket.ReadGate;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * In the place of HTTP's decoder once a handshake has been read: what comes behind it is no HTTP,
 * however long the handshake waits for its answer. It is passed on when this handler goes.
 */
final class BytesBehind extends ChannelInboundHandlerAdapter {

  private final Newcomers newcomers;
  private final Queue<ByteBuf> held = new ArrayDeque<>();
  private @Nullable ReadGate gate;
  private boolean isDropping;

  BytesBehind(Newcomers newcomers) {
    this.newcomers = newcomers;
  }

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
      if (!newcomers.hold(bytes.capacity())) {
        // More than a client could have sent that waits for its answer.
        context.close();
      }
      if (gate == null) {
        gate = new ReadGate(context.channel().config());
      }
      gate.hold(Reason.NEW);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      release();
      return;
    }
    for (ByteBuf bytes = poll(); bytes != null; bytes = poll()) {
      context.fireChannelRead(bytes);
    }
    context.fireChannelReadComplete();
  }

  private void release() {
    for (ByteBuf bytes = poll(); bytes != null; bytes = poll()) {
      bytes.release();
    }
  }

  private @Nullable ByteBuf poll() {
    ByteBuf bytes = held.poll();
    if (bytes != null) {
      newcomers.hold(-bytes.capacity());
    }
    return bytes;
  }
}
