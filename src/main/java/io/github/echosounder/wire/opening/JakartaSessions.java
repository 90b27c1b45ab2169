package io.github.echosounder.wire.opening;

import io.github.echosounder.session.Connection;
import io.netty.channel.ChannelHandlerContext;
import io.undertow.websockets.ConfiguredServerEndpoint;
import io.undertow.websockets.EndpointSessionHandler;
import io.undertow.websockets.ServerWebSocketContainer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.ContainerProvider;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens the Jakarta session above a socket. With {@code SharedEndpoint} and {@code UpgradeExchange}
 * the only class that knows how quarkus-websockets is built inside.
 */
@ApplicationScoped
public class JakartaSessions {

  private final EndpointSessionHandler sessions;
  private final Map<String, SharedEndpoint> endpoints = new HashMap<>();

  @Inject
  public JakartaSessions() {
    ServerWebSocketContainer container = container();
    sessions = new EndpointSessionHandler(container);
    for (ConfiguredServerEndpoint endpoint : container.getConfiguredServerEndpoints()) {
      endpoints.put(endpoint.getEndpointConfiguration().getPath(), new SharedEndpoint(endpoint));
    }
  }

  private static ServerWebSocketContainer container() {
    if (ContainerProvider.getWebSocketContainer() instanceof ServerWebSocketContainer known) {
      return known;
    }
    throw new IllegalStateException(
        "quarkus-websockets is not built as Echosounder knows it; use the version of its pom.xml");
  }

  /** On the socket's event loop. */
  void open(ChannelHandlerContext socket, Connection connection, @Nullable String query) {
    Connection.Handshake handshake = connection.handshake();
    SharedEndpoint endpoint = endpoints.get(handshake.endpoint());
    if (endpoint == null) {
      throw new IllegalStateException("no Jakarta endpoint at " + handshake.endpoint());
    }
    sessions.connected(
        socket,
        endpoint,
        new UpgradeExchange(connection, query, socket.channel().eventLoop()),
        handshake.subprotocol().isEmpty() ? null : handshake.subprotocol());
  }
}
