package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.behaviour.Endpoints.Endpoint;
import io.github.echosounder.behaviour.Knob;
import io.github.echosounder.behaviour.KnobException;
import io.github.echosounder.behaviour.Knobs;
import io.github.echosounder.behaviour.Pinging;
import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.behaviour.Plans;
import io.github.echosounder.behaviour.PushRate;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Ticket;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where each request for a WebSocket is answered, wherever it was read: whether it may come in, by
 * the RFC, the settings and the room there is, and what it is to do then.
 */
@ApplicationScoped
public class Doorway {

  private final HandshakeRules rules;
  private final boolean isKnobsOn;
  private final Connections connections;
  private final String root;
  private final Plan.Echo exactly = new Plan.Echo(new byte[0], Pinging.DEFAULT);
  private final Plan.Echo prefixed;
  private final PushRate pushRate;
  private final @Nullable String serverName;

  @Inject
  public Doorway(
      EchosounderConfig config,
      @ConfigProperty(name = "quarkus.http.root-path", defaultValue = "/") String root,
      Connections connections,
      PushRate pushRate) {
    this.rules =
        new HandshakeRules(
            new Origins(config.allowedOrigins()),
            config.subprotocols().orElse(List.of()),
            config.compression());
    this.isKnobsOn = config.knobs();
    this.connections = connections;
    this.root = root.replaceFirst("/$", "");
    this.pushRate = pushRate;
    this.serverName = config.serverName().orElse(null);
    byte[] prefix = config.replyPrefix().orElse("").getBytes(StandardCharsets.UTF_8);
    this.prefixed = new Plan.Echo(prefix, Pinging.DEFAULT);
  }

  /** Null for a request that is none for a WebSocket: HTTP is to answer it. */
  public @Nullable Answer answer(HandshakeRequest request) {
    return answer(request, null);
  }

  /**
   * The same.
   *
   * @param obstacle why a handshake without a fault of its own cannot be let in, or null
   */
  public @Nullable Answer answer(HandshakeRequest request, @Nullable Problem obstacle) {
    Endpoint endpoint = endpoint(request);
    if (!isForWebSocket(request, endpoint)) {
      return null;
    }
    hear(request, endpoint);
    if (endpoint == null) {
      return refused(request, null, noEndpoint(request.target()));
    }
    Problem problem = rules.firstProblem(request);
    if (problem == null) {
      problem = obstacle;
    }
    if (problem != null) {
      return refused(request, endpoint, problem);
    }
    try {
      Knobs knobs = Knobs.of(request.target().query(), endpoint.path());
      boolean isRefusal = endpoint.kind() == Endpoints.Kind.REFUSAL;
      if (!isKnobsOn && (isRefusal || !knobs.isEmptyBut(Knob.LABEL))) {
        return refused(request, endpoint, Problem.knobsOff());
      }
      return isRefusal ? misled(request, endpoint, knobs) : opened(request, endpoint, knobs);
    } catch (KnobException fault) {
      return refused(request, endpoint, Problem.badKnob(fault));
    }
  }

  private Answer opened(HandshakeRequest request, Endpoint endpoint, Knobs knobs)
      throws KnobException {
    Accept accept = rules.accept(request, knobs);
    Plan plan = plan(endpoint, knobs, request, accept);
    Ticket ticket = connections.reserve();
    return ticket == null
        ? refused(request, endpoint, full())
        : new Answer.Open(endpoint, accept, plan, knobs.get(Knob.LABEL), ticket);
  }

  /** One that waits has a place meanwhile, as if it were open. */
  private Answer misled(HandshakeRequest request, Endpoint endpoint, Knobs knobs)
      throws KnobException {
    Failure failure = ChosenFailure.of(knobs, rules.accept(request));
    Ticket place = failure.isLate() ? connections.reserve() : null;
    if (failure.isLate() && place == null) {
      return refused(request, endpoint, full());
    }
    String id = connections.requestId();
    Refusal asked =
        new Refusal(
            id,
            endpoint.path(),
            request.peer().address(),
            Refusal.NO_RESPONSE,
            ChosenFailure.summary(failure),
            knobs.get(Knob.LABEL),
            true);
    return new Answer.Mislead(failure.with(id), connections.postponed(asked, place));
  }

  /** A request has this fault, and is answered with what is returned. */
  public Problem refuse(HandshakeRequest request, Problem problem) {
    Endpoint endpoint = endpoint(request);
    boolean isForWebSocket = isForWebSocket(request, endpoint);
    if (isForWebSocket) {
      hear(request, endpoint);
    }
    return refused(request, isForWebSocket ? endpoint : null, problem).problem();
  }

  /** What came in place of a request has this fault, and is answered with what is returned. */
  public Problem refuse(Peer peer, Problem problem) {
    return refused(peer, null, null, problem).problem();
  }

  /** A connection is ended without an answer. */
  public void turnAway(Peer peer, String why) {
    connections.refused(
        new Refusal(
            connections.requestId(),
            ConnectionObserver.NO_ENDPOINT,
            peer.address(),
            Refusal.NO_RESPONSE,
            why,
            null));
  }

  /** A GET of the demo's path is one of the page. */
  private static boolean isForWebSocket(HandshakeRequest request, @Nullable Endpoint endpoint) {
    boolean isPage = endpoint == null || endpoint.path().equals(Endpoints.DEMO);
    return !isPage || request.asksForWebSocket();
  }

  /** Paths are below the root that everything is served from. */
  private @Nullable Endpoint endpoint(HandshakeRequest request) {
    String path = request.target().path();
    if (path.equals(root)) {
      return Endpoints.at("/");
    }
    return path.startsWith(root + "/") ? Endpoints.at(path.substring(root.length())) : null;
  }

  private void hear(HandshakeRequest request, @Nullable Endpoint endpoint) {
    connections.handshakeReceived(label(endpoint), request.method(), request.fields()::values);
  }

  private static String label(@Nullable Endpoint endpoint) {
    return endpoint == null ? ConnectionObserver.NO_ENDPOINT : endpoint.path();
  }

  private Answer.Refuse refused(
      HandshakeRequest request, @Nullable Endpoint endpoint, Problem problem) {
    return refused(request.peer(), endpoint, Label.of(request.target()), problem);
  }

  private Answer.Refuse refused(
      Peer peer, @Nullable Endpoint endpoint, @Nullable String label, Problem problem) {
    String id = connections.requestId();
    connections.refused(
        new Refusal(
            id, label(endpoint), peer.address(), problem.status(), problem.summary(), label));
    return new Answer.Refuse(problem.with(Problem.REQUEST, id));
  }

  private Plan plan(Endpoint endpoint, Knobs knobs, HandshakeRequest request, Accept accept)
      throws KnobException {
    return switch (endpoint.kind()) {
      case PREFIXED_ECHO -> Plans.echo(knobs, prefixed);
      case EXACT_ECHO -> Plans.echo(knobs, exactly);
      case INSPECTION ->
          Plans.inspection(knobs, id -> HandshakeAccount.of(request, accept, id, serverName));
      case STREAM -> Plans.stream(knobs, pushRate);
      case SINK -> Plans.sink(knobs);
      case REFUSAL -> throw new IllegalStateException(endpoint.path() + " opens nothing");
    };
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

  private static Problem noEndpoint(Target target) {
    return new Problem(
        404,
        "No such WebSocket",
        "There is no WebSocket endpoint at "
            + Quoted.of(target.path())
            + "; there is one at each of "
            + Endpoints.paths()
            + ".");
  }
}
