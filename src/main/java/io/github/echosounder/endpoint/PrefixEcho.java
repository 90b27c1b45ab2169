package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import jakarta.websocket.server.ServerEndpoint;

/** The demo contract at `/`: text comes back with a prefix, binary as it came. */
@ServerEndpoint(Endpoints.DEMO)
public class PrefixEcho {}
