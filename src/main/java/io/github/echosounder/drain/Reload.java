package io.github.echosounder.drain;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.ServerClose;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What a reload of the code in dev mode is to the clients of the old code. */
@Singleton
public class Reload {

  /** IANA's registry of close codes: Service Restart. */
  private static final int SERVICE_RESTART = 1012;

  private static final ServerClose CLOSE =
      new ServerClose(Cause.DRAIN, SERVICE_RESTART, "restarting; connect again");

  /** A developer waits for the reload; a client that is still there answers at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int BEFORE_ALL_OTHERS = 20_000;

  private final Connections connections;
  private volatile boolean isOver;

  @Inject
  Reload(Connections connections) {
    this.connections = connections;
  }

  /** The new code knows nothing of the connections that are open. */
  void close(@Observes ShutdownEvent event) throws InterruptedException {
    if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
      return;
    }
    isOver = true;
    connections.all().forEach(connection -> connection.wire().close(CLOSE));
    connections.pending().forEach(PendingRefusal::hurry);
    awaitEnds();
    connections
        .all()
        .forEach(
            connection -> connection.wire().abort(Cause.DRAIN_FORCED, CLOSE.status().reason()));
    awaitEnds();
  }

  private void awaitEnds() throws InterruptedException {
    long start = System.nanoTime();
    while (connections.count() + connections.pending().size() > 0
        && System.nanoTime() - start < PATIENCE.toNanos()) {
      Thread.sleep(10);
    }
  }

  void register(@Observes Filters filters) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      filters.register(this::refuse, BEFORE_ALL_OTHERS);
    }
  }

  /**
   * A request that came while another one's reload went on has waited for it, and is passed on to
   * the old code nevertheless. (Quarkus ends its connection too, so the answer may not arrive.)
   */
  private void refuse(RoutingContext context) {
    if (!isOver) {
      context.next();
      return;
    }
    context
        .response()
        .setStatusCode(503)
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("Retry-After", "0")
        .end(
            "{\"type\":\"about:blank\",\"title\":\"Code reloaded\",\"status\":503,"
                + "\"detail\":\"The code was reloaded while this request waited; send it again.\"}");
  }
}
