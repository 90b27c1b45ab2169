package io.github.echosounder.observe;

import io.github.echosounder.session.Connections;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as long as one more connection may join. Liveness does not ask: being full is no fault. */
@Readiness
@Singleton
public class HasRoom implements HealthCheck {

  private final Connections connections;

  @Inject
  HasRoom(Connections connections) {
    this.connections = connections;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("room for connections")
        .status(!connections.isFull())
        .withData("open", connections.count())
        .withData("pending", connections.pending().size())
        .withData("limit", connections.limit())
        .build();
  }
}
