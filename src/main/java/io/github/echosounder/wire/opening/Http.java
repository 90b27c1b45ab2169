package io.github.echosounder.wire.opening;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;

/** The handlers of HTTP in a connection's pipeline, which Vert.x has put there. */
final class Http {

  private static final String GATE = "request-gate";

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

  /**
   * Takes out all but TLS, the handler that stays, and the decoder: that is needed until the end,
   * and passes on what it has read beyond the request when it goes.
   */
  static void remove(ChannelPipeline pipeline, ChannelHandler stays) {
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (!handler.equals(stays)
          && !(handler instanceof SslHandler)
          && !(handler instanceof HttpRequestDecoder)) {
        pipeline.remove(handler);
      }
    }
  }

  /** The last step of a handshake that HTTP has read. */
  static void removeDecoder(ChannelPipeline pipeline) {
    // A channel that has ended meanwhile has lost its handlers.
    if (pipeline.get(HttpRequestDecoder.class) != null) {
      pipeline.remove(HttpRequestDecoder.class);
    }
  }
}
