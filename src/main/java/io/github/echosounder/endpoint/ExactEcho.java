package io.github.echosounder.endpoint;

import io.github.echosounder.session.Connections;
import io.github.echosounder.wire.ChannelUpgrade;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The exact echo at `/ws`: what comes is what goes back. */
@ServerEndpoint("/ws")
public class ExactEcho extends Endpoint {

  @Inject
  ExactEcho(Connections connections) {
    super(connections);
  }

  /** Frames need not become messages to be sent back. */
  @OnOpen
  public void open(Session session) {
    ChannelUpgrade.connection(session).wire().relay();
  }

  @OnMessage
  public void answer(Session session, String text) {
    reply(session, text);
  }

  @OnMessage
  public void answer(Session session, ByteBuffer bytes) {
    reply(session, bytes);
  }
}
