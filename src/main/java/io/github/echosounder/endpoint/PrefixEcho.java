package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The demo contract at `/`: text comes back with a prefix, binary as it came. */
@ServerEndpoint(Endpoints.DEMO)
public class PrefixEcho extends Endpoint {

  private final String prefix;

  @Inject
  PrefixEcho(EchosounderConfig config, Connections connections) {
    super(connections);
    prefix = config.replyPrefix().orElse("");
  }

  @OnMessage
  public void answer(Session session, String text) {
    reply(session, prefix + text);
  }

  @OnMessage
  public void answer(Session session, ByteBuffer bytes) {
    reply(session, bytes);
  }
}
