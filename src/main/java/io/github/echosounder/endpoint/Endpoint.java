package io.github.echosounder.endpoint;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Ending;
import io.github.echosounder.session.Initiator;
import io.github.echosounder.wire.opening.ChannelUpgrade;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jboss.logging.Logger;

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

  @OnClose
  public void closed(Session session) {
    connections.closed(ChannelUpgrade.connection(session));
  }

  /** Only a fault of ours comes here: what a client does wrong ends on the wire. */
  @OnError
  public void failed(Session session, Throwable fault) {
    Connection connection = ChannelUpgrade.connection(session);
    LOG.errorf(fault, "internal error on connection %s", connection.id());
    connection.wire().close(new Ending(Initiator.SERVER, INTERNAL_ERROR, "internal error"));
  }
}
