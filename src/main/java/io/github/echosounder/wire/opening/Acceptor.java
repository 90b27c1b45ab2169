package io.github.echosounder.wire.opening;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;

/** Sees the connections that a server channel accepts, before they are registered. */
public final class Acceptor extends ChannelInboundHandlerAdapter {

  private static final String NAME = "acceptor";

  private final Duration handshakeTimeout;
  private final Arrival.Opener opener;

  private Acceptor(Duration handshakeTimeout, Arrival.Opener opener) {
    this.handshakeTimeout = handshakeTimeout;
    this.opener = opener;
  }

  /** Of every connection that the server accepts from now on. */
  public static void watch(Channel server, Duration handshakeTimeout, Arrival.Opener opener) {
    if (server.pipeline().get(NAME) != null) {
      // In dev mode the server outlives the code: the last one is of before the reload.
      server.pipeline().remove(NAME);
    }
    server.pipeline().addFirst(NAME, new Acceptor(handshakeTimeout, opener));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    if (accepted instanceof Channel channel) {
      channel.pipeline().addLast("handshake-deadline", new HandshakeDeadline(handshakeTimeout));
      channel.pipeline().addLast("arrival", new Arrival(opener));
      TlsReads.limit(channel);
    }
    context.fireChannelRead(accepted);
  }
}
