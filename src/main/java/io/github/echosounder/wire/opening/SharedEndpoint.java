package io.github.echosounder.wire.opening;

import io.undertow.websockets.ConfiguredServerEndpoint;
import io.undertow.websockets.util.ImmediateObjectHandle;
import io.undertow.websockets.util.ObjectFactory;
import io.undertow.websockets.util.ObjectHandle;
import jakarta.websocket.Session;
import java.util.Set;

/**
 * An endpoint with one instance for all of its connections: it holds nothing of any of them, and
 * making one for each, with all that belongs to a bean, costs more than the rest of a session.
 */
public final class SharedEndpoint extends ConfiguredServerEndpoint {

  private final ConfiguredServerEndpoint endpoint;
  private final ObjectHandle<Object> instance;

  public SharedEndpoint(ConfiguredServerEndpoint endpoint) {
    super(
        endpoint.getEndpointConfiguration(),
        endpoint.getEndpointFactory(),
        endpoint.getPathTemplate(),
        endpoint.getEncodingFactory(),
        endpoint.getAnnotatedEndpointFactory(),
        endpoint.getExtensions());
    this.endpoint = endpoint;
    this.instance =
        new ImmediateObjectHandle<>(endpoint.getEndpointFactory().createInstance().getInstance());
  }

  @Override
  public ObjectFactory<?> getEndpointFactory() {
    return () -> instance;
  }

  @Override
  public void addOpenSession(Session session) {
    endpoint.addOpenSession(session);
  }

  @Override
  public void removeOpenSession(Session session) {
    endpoint.removeOpenSession(session);
  }

  @Override
  public Set<Session> getOpenSessions() {
    return endpoint.getOpenSessions();
  }
}
