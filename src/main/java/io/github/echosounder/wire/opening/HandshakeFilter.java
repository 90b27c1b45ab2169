package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Answer;
import io.github.echosounder.handshake.Doorway;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.Problem;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.channel.Channel;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Answers the handshakes that HTTP has read, before anything else there sees them. */
@ApplicationScoped
public class HandshakeFilter {

  private static final int BEFORE_ALL_OTHERS = 10_000;
  private static final String DEV_UI = "/q/dev-ui/";

  private static final Problem HTTP_2 =
      Problem.badHandshake("A WebSocket is opened with HTTP/1.1 (RFC 6455, 4.1).");

  private final Doorway doorway;
  private final SocketOpening opening;
  private final AnswerWriter writer;

  @Inject
  public HandshakeFilter(Doorway doorway, SocketOpening opening, AnswerWriter writer) {
    this.doorway = doorway;
    this.opening = opening;
    this.writer = writer;
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
          Problem.badRequest(
              "The header Host is not a host, or a host and a port (RFC 9112, 3.2).");
      Channel channel = VertxInternals.channel(context.request());
      if (channel != null) {
        RequestGate.judged(channel);
      }
      writer.refuse(context.response(), doorway.refuse(Requests.of(context.request()), problem));
    } else {
      context.next();
    }
  }

  private void filter(RoutingContext context) {
    HttpServerRequest request = context.request();
    Channel channel = VertxInternals.channel(request);
    if (isOfDevMode(context.normalizedPath())) {
      context.next();
      return;
    }
    if (channel != null) {
      RequestGate.judged(channel);
    } else {
      // Of HTTP/2; those of HTTP/1 are dated by their gate.
      context.response().putHeader(HttpDate.FIELD, HttpDate.now());
    }
    HandshakeRequest handshake = Requests.of(request);
    Answer answer = doorway.answer(handshake, channel == null ? HTTP_2 : null);
    if (answer instanceof Answer.Open open && channel != null) {
      if (handshake.expectsContinue()) {
        context.response().writeContinue();
      }
      opening.open(channel, ReadGate.takenOver(channel.config()), handshake, open);
      // Last: it passes on what it has read beyond the request.
      Http.passOn(channel.pipeline());
    } else if (answer instanceof Answer.Refuse refused) {
      writer.refuse(context.response(), refused.problem());
    } else if (answer instanceof Answer.Mislead mislead && channel != null) {
      mislead(channel, mislead);
    } else {
      context.next();
    }
  }

  private void mislead(Channel channel, Answer.Mislead mislead) {
    if (channel.isActive()) {
      writer.mislead(RequestGate.leave(channel.pipeline()), mislead);
    } else {
      mislead.pending().unanswered("not sent: the client left first");
    }
  }

  /** Quarkus' own pages in dev mode have WebSockets of their own. */
  private static boolean isOfDevMode(String path) {
    return LaunchMode.current() == LaunchMode.DEVELOPMENT && path.startsWith(DEV_UI);
  }
}
