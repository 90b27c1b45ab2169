package io.github.echosounder.wire.opening;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;

/** The handlers of HTTP in a connection's pipeline, which Vert.x has put there. */
final class Http {

  private static final String GATE = "request-gate";
  private static final String BEHIND = "bytes-behind";

  private Http() {}

  static boolean isSetUp(ChannelPipeline pipeline) {
    return pipeline.get(HttpRequestDecoder.class) != null
        && pipeline.get(VertxInternals.REQUESTS) != null;
  }

  static void guard(ChannelPipeline pipeline, RequestGate gate) {
    if (pipeline.get(GATE) == null) {
      pipeline.addBefore(VertxInternals.REQUESTS, GATE, gate);
    }
  }

  /** What follows the request that is being read is not for HTTP. */
  static void stopDecoding(ChannelPipeline pipeline, Newcomers newcomers) {
    ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
    pipeline.addAfter(decoder.name(), BEHIND, new BytesBehind(newcomers));
    pipeline.remove(decoder.handler());
  }

  /** Where bytes can be written: HTTP's encoder takes nothing but messages. */
  static ChannelHandlerContext below(ChannelHandlerContext context) {
    ChannelHandlerContext decoder = context.pipeline().context(HttpRequestDecoder.class);
    ChannelHandlerContext behind = context.pipeline().context(BEHIND);
    return decoder != null ? decoder : behind != null ? behind : context;
  }

  static void dropWhatIsBehind(ChannelPipeline pipeline) {
    BytesBehind behind = pipeline.get(BytesBehind.class);
    if (behind != null) {
      behind.drop();
    }
  }

  /**
   * Takes out all but TLS, the handler that stays, and what has the bytes behind the request: that
   * passes them on when it goes, so it is last.
   */
  static void remove(ChannelPipeline pipeline, ChannelHandler stays) {
    tellOfEnd(pipeline);
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (!handler.equals(stays) && !(handler instanceof SslHandler) && !hasBytes(handler)) {
        pipeline.remove(handler);
      }
    }
  }

  /** Vert.x and Quarkus count connections, and are to know when one has ended. */
  private static void tellOfEnd(ChannelPipeline pipeline) {
    ChannelHandlerContext requests = pipeline.context(VertxInternals.REQUESTS);
    if (requests != null && requests.handler() instanceof ChannelInboundHandler handler) {
      pipeline.channel().closeFuture().addListener(closed -> handler.channelInactive(requests));
    }
  }

  /** The last step of a handshake that HTTP has read. */
  static void passOn(ChannelPipeline pipeline) {
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (hasBytes(handler)) {
        pipeline.remove(handler);
      }
    }
  }

  private static boolean hasBytes(ChannelHandler handler) {
    return handler instanceof HttpRequestDecoder || handler instanceof BytesBehind;
  }
}
