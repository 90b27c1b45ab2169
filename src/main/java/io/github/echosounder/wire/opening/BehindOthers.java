package io.github.echosounder.wire.opening;

import io.github.echosounder.wire.socket.TlsRecords;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.util.function.Supplier;

/**
 * Puts {@link FirstBytes} where bytes are what the client meant: behind TLS, or behind whatever
 * else a server has set up by the time a connection is registered.
 */
final class BehindOthers extends ChannelInboundHandlerAdapter {

  private static final String NAME = "first-bytes-behind";

  private final HandshakeReader reader;
  private final Supplier<FirstBytes> firstBytes;

  BehindOthers(HandshakeReader reader, Supplier<FirstBytes> firstBytes) {
    this.reader = reader;
    this.firstBytes = firstBytes;
  }

  @Override
  public void channelRegistered(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    TlsRecords.follow(context.channel());
    if (reader.isReading() && pipeline.get(VertxInternals.AFTER_TLS) != null) {
      pipeline.addBefore(VertxInternals.AFTER_TLS, NAME, firstBytes.get());
    } else if (Http.isSetUp(pipeline)) {
      Http.guard(pipeline, reader.newGate());
    } else {
      pipeline.addLast(NAME, firstBytes.get());
    }
    context.fireChannelRegistered();
    pipeline.remove(this);
  }
}
