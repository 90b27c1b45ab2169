package io.github.echosounder.wire.opening;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps Vert.x' own WebSocket extensions out of the way: they end TCP on an offer they dislike. */
@ApplicationScoped
public class HttpOptions implements HttpServerOptionsCustomizer {

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    withoutExtensions(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    withoutExtensions(options);
  }

  private static void withoutExtensions(HttpServerOptions options) {
    options.setPerMessageWebSocketCompressionSupported(false);
    options.setPerFrameWebSocketCompressionSupported(false);
  }
}
