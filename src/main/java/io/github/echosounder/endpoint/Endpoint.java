package io.github.echosounder.endpoint;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.ServerClose;
import jakarta.websocket.OnError;
import jakarta.websocket.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What all endpoints do when one fails. Of ends the wire tells: a session learns of them too early
 * to know why.
 */
abstract class Endpoint {

  private static final Logger LOG = Logger.getLogger(Endpoint.class);
  private static final int INTERNAL_ERROR = 1011;

  private final Connections connections;

  Endpoint(Connections connections) {
    this.connections = connections;
  }

  /** Null once it has ended. */
  @Nullable Connection connection(Session session) {
    String id = session.getPathParameters().get(Connections.ID_PARAMETER);
    return id == null ? null : connections.find(id);
  }

  /** Only a fault of ours comes here: what a client does wrong ends on the wire. */
  @OnError
  public void failed(Session session, Throwable fault) {
    Connection connection = connection(session);
    if (connection == null) {
      LOG.error("internal error on a connection that has ended", fault);
    } else {
      LOG.errorf(fault, "internal error on connection %s", connection.id());
      connection.wire().close(new ServerClose(Cause.INTERNAL, INTERNAL_ERROR, "internal error"));
    }
  }
}
