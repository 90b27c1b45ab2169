package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connections;
import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** `/ws/stream`: numbered, time-stamped messages from the server. */
@ServerEndpoint(Endpoints.STREAM)
public class Stream extends Endpoint {

  @Inject
  Stream(Connections connections) {
    super(connections);
  }
}
