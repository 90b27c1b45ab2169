package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import jakarta.websocket.server.ServerEndpoint;

/** The exact echo at `/ws`: what comes is what goes back. */
@ServerEndpoint(Endpoints.EXACT)
public class ExactEcho {}
