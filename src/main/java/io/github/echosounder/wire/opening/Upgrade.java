package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Decision;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** Turns an admitted request's connection into a WebSocket. */
public interface Upgrade {

  /** The paths that have an endpoint. */
  Set<String> endpoints();

  /** A request's head is complete: whatever was waiting for it need not wait any longer. */
  void arrived(HttpServerRequest request);

  /** Whether what came behind this request is still there to be handed to the WebSocket. */
  boolean isFirstInLine(HttpServerRequest request);

  void upgrade(HttpServerRequest request, String endpoint, Decision.Admit admit);
}
