package io.github.echosounder.endpoint;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import jakarta.inject.Inject;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The exact echo at `/ws`: what comes is what goes back. */
@ServerEndpoint(Endpoints.EXACT)
public class ExactEcho extends Endpoint {

  @Inject
  ExactEcho(Connections connections) {
    super(connections);
  }

  /**
   * Frames need not become messages to be sent back. Where they may have to, handlers of messages
   * are added here: they cost a connection a third of a KiB that nearly none has a use for.
   */
  @OnOpen
  public void open(Session session) {
    Connection connection = connection(session);
    if (connection == null || !connection.wire().relay()) {
      session.addMessageHandler(String.class, text -> reply(session, text));
      session.addMessageHandler(ByteBuffer.class, bytes -> reply(session, bytes));
    }
  }
}
