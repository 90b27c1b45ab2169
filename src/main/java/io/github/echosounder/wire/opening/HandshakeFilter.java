package io.github.echosounder.wire.opening;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.handshake.Admission;
import io.github.echosounder.handshake.Decision;
import io.github.echosounder.handshake.HandshakeJudge;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.Problem;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Refusal;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Asks the judge before anything else sees a request, and upgrades or refuses. */
@ApplicationScoped
public class HandshakeFilter {

  private static final int BEFORE_ALL_OTHERS = 10_000;
  private static final String DEV_UI = "/q/dev-ui/";

  private final Admission admission;
  private final Upgrade upgrade;
  private final Connections connections;
  private final ObjectMapper json;

  @Inject
  public HandshakeFilter(
      Admission admission, Upgrade upgrade, Connections connections, ObjectMapper json) {
    this.admission = admission;
    this.upgrade = upgrade;
    this.connections = connections;
    this.json = json;
  }

  public void register(@Observes Filters filters) {
    filters.register(this::filter, BEFORE_ALL_OTHERS);
  }

  /** Vert.x refuses requests without a good Host before any filter sees them, and less clearly. */
  public void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::explain);
  }

  private void explain(RoutingContext context) {
    if (context.statusCode() == 400 && context.request().authority() == null) {
      Problem problem =
          HandshakeJudge.bad(
              context.request().getHeader("Host") == null
                  ? "The header Host is missing (RFC 9112, 3.2)."
                  : "The header Host is not a host, or a host and a port (RFC 9112, 3.2).");
      HandshakeRequest handshake = handshake(context.request());
      if (handshake.asksForWebSocket()) {
        String path = admission.relative(context.normalizedPath());
        String endpoint =
            upgrade.endpoints().contains(path) ? path : ConnectionObserver.NO_ENDPOINT;
        asked(endpoint, handshake);
        refuse(context, endpoint, problem);
      } else {
        answer(context, problem);
      }
    } else {
      context.next();
    }
  }

  private void filter(RoutingContext context) {
    HttpServerRequest request = context.request();
    upgrade.arrived(request);
    String path = admission.relative(context.normalizedPath());
    HandshakeRequest handshake = handshake(request);
    boolean isEndpoint = upgrade.endpoints().contains(path);
    if (!isEndpoint && isOfDevMode(path)) {
      context.next();
    } else if (!isEndpoint && handshake.asksForWebSocket()) {
      asked(ConnectionObserver.NO_ENDPOINT, handshake);
      refuse(context, ConnectionObserver.NO_ENDPOINT, noEndpoint(path));
    } else if (!isEndpoint || (path.equals("/") && !handshake.asksForWebSocket())) {
      context.next();
    } else {
      asked(path, handshake);
      admitOrRefuse(context, path, handshake);
    }
  }

  private static HandshakeRequest handshake(HttpServerRequest request) {
    return new HandshakeRequest(
        request.method().name(),
        request.version() == HttpVersion.HTTP_1_1,
        request.headers()::getAll);
  }

  /** Quarkus' own pages in dev mode have WebSockets of their own. */
  private boolean isOfDevMode(String path) {
    return LaunchMode.current() == LaunchMode.DEVELOPMENT && path.startsWith(DEV_UI);
  }

  private void asked(String endpoint, HandshakeRequest handshake) {
    connections.asked(endpoint, handshake.method(), handshake.headers());
  }

  private void admitOrRefuse(RoutingContext context, String endpoint, HandshakeRequest handshake) {
    Decision decision = admission.judge(handshake);
    if (decision instanceof Decision.Refuse refused) {
      refuse(context, endpoint, refused.problem());
    } else if (!upgrade.isFirstInLine(context.request())) {
      refuse(
          context,
          endpoint,
          HandshakeJudge.bad("A handshake must wait for the answers to earlier requests."));
    } else if (decision instanceof Decision.Admit admitted) {
      if (connections.reserve()) {
        upgrade.upgrade(context.request(), endpoint, admitted);
      } else {
        refuse(context, endpoint, full());
      }
    }
  }

  private Problem full() {
    return new Problem(
            503,
            "Too many connections",
            "This instance has all the connections it may have ("
                + connections.limit()
                + ", the setting echosounder.max-connections); another one may have room.")
        .with("Retry-After", "5");
  }

  private Problem noEndpoint(String path) {
    return new Problem(
        404,
        "No such WebSocket",
        "There is no WebSocket endpoint at "
            + path
            + "; there is one at each of "
            + upgrade.endpoints().stream().sorted().toList()
            + ".");
  }

  private void refuse(RoutingContext context, String endpoint, Problem problem) {
    connections.refused(
        new Refusal(
            endpoint,
            String.valueOf(context.request().remoteAddress()),
            problem.status(),
            problem.summary()));
    answer(context, problem);
  }

  private void answer(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    response.setStatusCode(problem.status());
    problem.headers().forEach(response::putHeader);
    response.putHeader("Content-Type", Problem.MEDIA_TYPE);
    response.putHeader("Cache-Control", "no-store");
    try {
      response.end(json.writeValueAsString(problem.members()) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }
}
