package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connections;
import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** `/ws/inspect`: what the server saw of the handshake, of messages and of control frames. */
@ServerEndpoint(Endpoints.INSPECT)
public class Inspection extends Endpoint {

  @Inject
  Inspection(Connections connections) {
    super(connections);
  }
}
