package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connections;
import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** The exact echo at `/ws`: what comes is what goes back. */
@ServerEndpoint(Endpoints.EXACT)
public class ExactEcho extends Endpoint {

  @Inject
  ExactEcho(Connections connections) {
    super(connections);
  }
}
