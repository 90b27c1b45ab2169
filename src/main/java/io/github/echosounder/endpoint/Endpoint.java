package io.github.echosounder.endpoint;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.opening.ChannelUpgrade;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.Session;
import org.jboss.logging.Logger;

/** What all endpoints do at a connection's end. */
abstract class Endpoint {

  private static final Logger LOG = Logger.getLogger(Endpoint.class);
  private static final int INTERNAL_ERROR = 1011;

  private final Connections connections;

  Endpoint(Connections connections) {
    this.connections = connections;
  }

  @OnClose
  public void closed(Session session) {
    connections.closed(ChannelUpgrade.connection(session));
  }

  /** Only a fault of ours comes here: what a client does wrong ends on the wire. */
  @OnError
  public void failed(Session session, Throwable fault) {
    Connection connection = ChannelUpgrade.connection(session);
    LOG.errorf(fault, "internal error on connection %s", connection.id());
    connection.wire().close(new ServerClose(Cause.INTERNAL, INTERNAL_ERROR, "internal error"));
  }
}
