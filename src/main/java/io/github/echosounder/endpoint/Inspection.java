package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import jakarta.websocket.server.ServerEndpoint;

/** `/ws/inspect`: what the server saw of the handshake, of messages and of control frames. */
@ServerEndpoint(Endpoints.INSPECT)
public class Inspection {}
