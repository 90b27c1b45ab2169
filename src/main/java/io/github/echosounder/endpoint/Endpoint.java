package io.github.echosounder.endpoint;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Ending;
import io.github.echosounder.session.Initiator;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What all endpoints do at a connection's end. */
abstract class Endpoint {

  private static final Logger LOG = Logger.getLogger(Endpoint.class);
  private static final int INTERNAL_ERROR = 1011;

  private final Connections connections;

  Endpoint(Connections connections) {
    this.connections = connections;
  }

  static void reply(Session session, String text) {
    session.getAsyncRemote().sendText(text, Endpoint::sent);
  }

  static void reply(Session session, ByteBuffer bytes) {
    session.getAsyncRemote().sendBinary(bytes, Endpoint::sent);
  }

  /**
   * A reply that cannot be sent belongs to a connection that has ended, and that is noted there.
   */
  private static void sent(SendResult result) {
    if (!result.isOK()) {
      LOG.debug("reply not sent", result.getException());
    }
  }

  /** Null once it has ended. */
  @Nullable Connection connection(Session session) {
    String id = session.getPathParameters().get(Connections.ID_PARAMETER);
    return id == null ? null : connections.find(id);
  }

  @OnClose
  public void closed(Session session) {
    Connection connection = connection(session);
    if (connection != null) {
      connections.closed(connection);
    }
  }

  /** Only a fault of ours comes here: what a client does wrong ends on the wire. */
  @OnError
  public void failed(Session session, Throwable fault) {
    Connection connection = connection(session);
    if (connection == null) {
      LOG.error("internal error on a connection that has ended", fault);
    } else {
      LOG.errorf(fault, "internal error on connection %s", connection.id());
      connection.wire().close(new Ending(Initiator.SERVER, INTERNAL_ERROR, "internal error"));
    }
  }
}
