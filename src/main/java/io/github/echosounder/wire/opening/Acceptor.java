package io.github.echosounder.wire.opening;

import io.github.echosounder.wire.socket.TlsReads;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Supplier;

/** Sees the connections that a server channel accepts, before they are registered. */
final class Acceptor extends ChannelInboundHandlerAdapter {

  private static final String NAME = "acceptor";

  private final Supplier<HandshakeDeadline> deadlines;
  private final Supplier<? extends ChannelHandler> readers;

  private Acceptor(
      Supplier<HandshakeDeadline> deadlines, Supplier<? extends ChannelHandler> readers) {
    this.deadlines = deadlines;
    this.readers = readers;
  }

  /** Of every connection that the server accepts from now on. */
  static void watch(
      Channel server,
      Supplier<HandshakeDeadline> deadlines,
      Supplier<? extends ChannelHandler> readers) {
    leave(server);
    server.pipeline().addFirst(NAME, new Acceptor(deadlines, readers));
  }

  /** Of none any more. */
  static void leave(Channel server) {
    if (server.pipeline().get(NAME) != null) {
      server.pipeline().remove(NAME);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    if (accepted instanceof Channel channel) {
      channel.pipeline().addLast("handshake-deadline", deadlines.get());
      channel.pipeline().addLast("first-bytes", readers.get());
      TlsReads.limit(channel);
    }
    context.fireChannelRead(accepted);
  }
}
