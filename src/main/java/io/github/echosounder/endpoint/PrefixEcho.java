package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connections;
import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** The demo contract at `/`: text comes back with a prefix, binary as it came. */
@ServerEndpoint(Endpoints.DEMO)
public class PrefixEcho extends Endpoint {

  @Inject
  PrefixEcho(Connections connections) {
    super(connections);
  }
}
