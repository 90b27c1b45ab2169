package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import jakarta.websocket.server.ServerEndpoint;

/** `/ws/stream`: numbered, time-stamped messages from the server. */
@ServerEndpoint(Endpoints.STREAM)
public class Stream {}
