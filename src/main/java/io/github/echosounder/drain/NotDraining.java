package io.github.echosounder.drain;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready from SIGTERM on, so that routers send new connections elsewhere. */
@Readiness
@Singleton
public class NotDraining implements HealthCheck {

  private final Drain drain;

  @Inject
  NotDraining(Drain drain) {
    this.drain = drain;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("not draining")
        .status(!drain.isUnderWay())
        .withData("remaining", drain.remaining())
        .build();
  }
}
