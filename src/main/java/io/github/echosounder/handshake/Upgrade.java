package io.github.echosounder.handshake;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** Turns an admitted request's connection into a WebSocket. */
public interface Upgrade {

  /** The paths that have an endpoint. */
  Set<String> endpoints();

  void upgrade(HttpServerRequest request, String endpoint, Decision.Admit admit);
}
