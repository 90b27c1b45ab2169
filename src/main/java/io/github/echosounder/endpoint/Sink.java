package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import jakarta.websocket.server.ServerEndpoint;

/** `/ws/sink`: takes everything, and reports the goodput. */
@ServerEndpoint(Endpoints.SINK)
public class Sink {}
