package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connections;
import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** `/ws/sink`: takes everything, and reports the goodput. */
@ServerEndpoint(Endpoints.SINK)
public class Sink extends Endpoint {

  @Inject
  Sink(Connections connections) {
    super(connections);
  }
}
