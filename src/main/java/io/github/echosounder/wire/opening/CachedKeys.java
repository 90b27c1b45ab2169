package io.github.echosounder.wire.opening;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;

/** BoringSSL would be given the key and its certificates anew, as text, for each handshake. */
record CachedKeys(KeyCertOptions keys) implements KeyCertOptions {

  @Override
  public KeyCertOptions copy() {
    return new CachedKeys(keys.copy());
  }

  @Override
  public KeyManagerFactory getKeyManagerFactory(Vertx vertx) throws Exception {
    return new OpenSslCachingX509KeyManagerFactory(keys.getKeyManagerFactory(vertx));
  }

  @Override
  public Function<String, KeyManagerFactory> keyManagerFactoryMapper(Vertx vertx) throws Exception {
    return keys.keyManagerFactoryMapper(vertx);
  }
}
