package io.github.echosounder.wire.opening;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** What Vert.x is to do differently for us. */
@ApplicationScoped
public class HttpOptions implements HttpServerOptionsCustomizer {

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    customize(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customize(options);
  }

  @Override
  public void customizeDomainSocketServer(HttpServerOptions options) {
    customize(options);
  }

  private static void customize(HttpServerOptions options) {
    // Vert.x' own WebSocket extensions end TCP on an offer they dislike.
    options.setPerMessageWebSocketCompressionSupported(false);
    options.setPerFrameWebSocketCompressionSupported(false);
    if (options.getMaxInitialLineLength() == HttpServerOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH) {
      // RFC 9110, 4.1, recommends 8,000 bytes at least: the head's limit is enough of a limit.
      options.setMaxInitialLineLength(options.getMaxHeaderSize());
    }
  }
}
