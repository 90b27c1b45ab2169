package io.github.echosounder.wire.opening;

import io.netty.handler.ssl.OpenSsl;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.jboss.logging.Logger;

/** What Vert.x is to do differently for us. */
@ApplicationScoped
public class HttpOptions implements HttpServerOptionsCustomizer {

  private static final Logger LOG = Logger.getLogger("echosounder");

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    customize(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customize(options);
    if (options.getKeyCertOptions() == null) {
      // Quarkus asks where there is no TLS too; then nothing of it is to be loaded.
      return;
    }
    TlsSettings settings =
        new TlsSettings(
            options.getEnabledCipherSuites(), options.getEnabledSecureTransportProtocols());
    settings.check();
    if (OpenSsl.isAvailable() && settings.isForBoringSsl()) {
      // Costs less than Java's by message and by handshake.
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    settings.defaultSuites().forEach(options::addEnabledCipherSuite);
  }

  void started(@ObservesAsync HttpsServerStart start) {
    if (start.options().getSslEngineOptions() instanceof OpenSSLEngineOptions) {
      LOG.info("TLS by BoringSSL");
    } else if (OpenSsl.isAvailable()) {
      LOG.info("TLS by Java: BoringSSL cannot keep to the cipher suites that are named");
    } else {
      LOG.info("TLS by Java");
    }
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
