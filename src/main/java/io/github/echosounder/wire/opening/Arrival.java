package io.github.echosounder.wire.opening;

import io.github.echosounder.wire.socket.SocketHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is new: nothing is set up for it before its first bytes are there and it is its
 * turn. A plain handshake is then answered without HTTP, which is most of what a WebSocket would
 * cost at its start; for whatever else comes HTTP is set up, and reads it.
 */
public final class Arrival extends ChannelInboundHandlerAdapter {

  private final Opener opener;
  private @Nullable ChannelHandler http;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf first;
  private boolean hasPeerEnded;

  /** Opens WebSockets. */
  @FunctionalInterface
  public interface Opener {
    /** Whether the request is a handshake that was admitted, and its channel now a WebSocket. */
    boolean open(Channel channel, RequestHead request);
  }

  public Arrival(Opener opener) {
    this.opener = opener;
  }

  /** What sets up HTTP is in the pipeline by now, and has not been asked to. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    http = context.pipeline().get(ChannelInitializer.class);
    if (http != null) {
      context.pipeline().remove(http);
    }
    mayPeerEndFirst(true);
  }

  /** What a peer sent before it ended its half of TCP is to be dealt with when its turn comes. */
  private void mayPeerEndFirst(boolean allowed) {
    if (context != null) {
      context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, allowed);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      context.fireUserEventTriggered(event);
    } else if (first == null) {
      context.close();
    } else {
      hasPeerEnded = true;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
    } else if (first == null) {
      first = bytes;
      context.channel().config().setAutoRead(false);
      Arrivals.ofThisLoop().add(this, (SingleThreadEventLoop) context.channel().eventLoop());
    } else {
      first = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), first, bytes);
    }
  }

  /** It is its turn. It may have gone meanwhile. */
  public void letIn() {
    if (first == null || context == null) {
      return;
    }
    ByteBuf bytes = first;
    first = null;
    ChannelPipeline pipeline = context.pipeline();
    try {
      if (!open(context.channel(), bytes)) {
        leaveToHttp(pipeline);
      }
    } catch (RuntimeException fault) {
      // Of ours. Those behind it are to be let in nevertheless.
      bytes.release();
      pipeline.fireExceptionCaught(fault);
      pipeline.close();
      return;
    }
    pipeline.fireChannelRead(bytes);
    pipeline.fireChannelReadComplete();
    if (hasPeerEnded) {
      endAsPeer(pipeline);
    }
  }

  private void leaveToHttp(ChannelPipeline pipeline) {
    if (http != null) {
      pipeline.addLast(http);
    }
    pipeline.remove(this);
    mayPeerEndFirst(false);
    pipeline.channel().config().setAutoRead(true);
  }

  /** A WebSocket ends behind its replies; HTTP has said what it can at once. */
  private static void endAsPeer(ChannelPipeline pipeline) {
    if (pipeline.get(SocketHandler.class) != null) {
      pipeline.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    } else {
      pipeline.close();
    }
  }

  /** A client need not wait for the answer: what it sent behind the request stays in the bytes. */
  private boolean open(Channel channel, ByteBuf bytes) {
    RequestHead request = RequestHead.read(bytes);
    if (request == null || !opener.open(channel, request)) {
      return false;
    }
    bytes.skipBytes(request.size());
    return true;
  }

  /** One that is reset before its turn has nobody else yet who would expect that. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (first != null) {
      first.release();
      first = null;
    }
  }
}
