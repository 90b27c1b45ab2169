package io.github.echosounder.wire.opening;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Connections;
import io.undertow.websockets.handshake.HandshakeUtil;
import io.undertow.websockets.handshake.WebSocketHttpExchange;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The request, as the Jakarta container wants to see it. The response is ours alone. */
@SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
public final class UpgradeExchange implements WebSocketHttpExchange {

  private final Connection connection;
  private final @Nullable String query;
  private final Executor executor;

  public UpgradeExchange(Connection connection, @Nullable String query, Executor executor) {
    this.connection = connection;
    this.query = query;
    this.executor = executor;
  }

  @Override
  public <T> void putAttachment(String key, T value) {
    throw new UnsupportedOperationException("nothing is attached to an exchange: " + key);
  }

  /** By its path parameters the endpoint finds the connection: no other way costs as little. */
  @Override
  public <T> @Nullable T getAttachment(String key) {
    return key.equals(HandshakeUtil.PATH_PARAMS)
        ? (T) Map.of(Connections.ID_PARAMETER, connection.id())
        : null;
  }

  @Override
  public @Nullable String getRequestHeader(CharSequence name) {
    return null;
  }

  @Override
  public Map<String, List<String>> getRequestHeaders() {
    return Map.of();
  }

  @Override
  public @Nullable String getResponseHeader(CharSequence name) {
    return null;
  }

  @Override
  public Map<String, List<String>> getResponseHeaders() {
    return Map.of();
  }

  @Override
  public void setResponseHeaders(Map<String, List<String>> headers) {}

  @Override
  public void setResponseHeader(CharSequence name, String value) {}

  @Override
  public void upgradeChannel(Consumer<Object> listener) {
    throw new UnsupportedOperationException("the channel is upgraded already");
  }

  @Override
  public void endExchange() {}

  @Override
  public void close() {}

  @Override
  public String getRequestScheme() {
    throw new UnsupportedOperationException("the endpoint is known already");
  }

  /** The endpoint's path: what a client asks for beyond it is not always a URI by Java's rules. */
  @Override
  public String getRequestURI() {
    return connection.handshake().endpoint();
  }

  @Override
  public @Nullable String getQueryString() {
    return query;
  }

  @Override
  public @Nullable Object getSession() {
    return null;
  }

  @Override
  public Map<String, List<String>> getRequestParameters() {
    return Map.of();
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return null;
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public Executor getExecutor() {
    return executor;
  }
}
