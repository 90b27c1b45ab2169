package io.github.echosounder.wire.opening;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.impl.VertxInternal;
import org.jspecify.annotations.Nullable;

/** The only class that knows how Vert.x is built inside. */
final class VertxInternals {

  /** The handler that makes requests of messages, behind HTTP's codec. */
  static final String REQUESTS = "handler";

  /** The handler behind TLS that sets up HTTP when the TLS handshake is complete. */
  static final String AFTER_TLS = "handshaker";

  private VertxInternals() {}

  /** Below a request of HTTP/1; null below others. */
  static @Nullable Channel channel(HttpServerRequest request) {
    return request.connection() instanceof Http1xServerConnection connection
        ? connection.channelHandlerContext().channel()
        : null;
  }

  /** The event loops that accept connections. */
  static EventLoopGroup acceptingLoops(Vertx vertx) {
    return ((VertxInternal) vertx).getAcceptorEventLoopGroup();
  }
}
