package io.github.echosounder.observe;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Verdict;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A span for each handshake, from its request to its answer, below that of the client's
 * traceparent. What the WebSocket then carries is in no span.
 */
@ApplicationScoped
public class HandshakeTraces implements ConnectionObserver {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> CONNECTION =
      AttributeKey.stringKey("echosounder.connection.id");
  private static final AttributeKey<String> SUBPROTOCOL =
      AttributeKey.stringKey("echosounder.subprotocol");
  private static final AttributeKey<String> EXTENSIONS =
      AttributeKey.stringKey("echosounder.extensions");

  /** The client's query has chosen this answer: what looks like a fault here is none. */
  private static final AttributeKey<Boolean> ASKED_FOR =
      AttributeKey.booleanKey("echosounder.asked_for");

  /** Others are told as `_OTHER`: a client may call its method what it likes. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private static final TextMapGetter<Function<String, List<String>>> FROM_HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, List<String>> headers) {
          return List.of();
        }

        @Override
        public @Nullable String get(@Nullable Function<String, List<String>> headers, String name) {
          return headers == null ? null : headers.apply(name).stream().findFirst().orElse(null);
        }
      };

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  /** A handshake is judged on the thread that asked, before another can ask there. */
  private final ThreadLocal<Span> asked = ThreadLocal.withInitial(Span::getInvalid);

  /** By the ids of the requests. */
  private final Map<String, Span> pending = new ConcurrentHashMap<>();

  private final boolean isOn;

  @Inject
  HandshakeTraces(
      OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isOff) {
    isOn = !isOff;
    tracer = telemetry.getTracer("io.github.echosounder");
    propagator = telemetry.getPropagators().getTextMapPropagator();
  }

  @Override
  public void handshakeReceived(
      String endpoint, String method, Function<String, List<String>> headers) {
    if (!isOn) {
      return;
    }
    String known = METHODS.contains(method) ? method : "_OTHER";
    asked.set(
        tracer
            .spanBuilder("handshake " + endpoint)
            .setSpanKind(SpanKind.SERVER)
            .setParent(propagator.extract(Context.root(), headers, FROM_HEADERS))
            .setAttribute(METHOD, known)
            .setAttribute(PATH, endpoint)
            .startSpan());
  }

  @Override
  public void opened(Connection connection) {
    if (!isOn) {
      return;
    }
    Connection.Handshake handshake = connection.handshake();
    Span span = asked.get();
    span.setAttribute(CONNECTION, connection.id());
    if (!handshake.subprotocol().isEmpty()) {
      span.setAttribute(SUBPROTOCOL, handshake.subprotocol());
    }
    if (!handshake.extensions().isEmpty()) {
      span.setAttribute(EXTENSIONS, handshake.extensions());
    }
    span.setAttribute(STATUS, 101L);
    asked.remove();
    span.end();
  }

  /** The span goes on until the failure is sent, on whatever thread. */
  @Override
  public void postponed(Refusal refusal) {
    if (isOn) {
      pending.put(refusal.id(), asked.get());
      asked.remove();
    }
  }

  @Override
  public void refused(Refusal refusal) {
    if (!isOn) {
      return;
    }
    Span span = pending.remove(refusal.id());
    if (span == null) {
      span = asked.get();
      asked.remove();
    }
    if (refusal.hasStatus()) {
      span.setAttribute(STATUS, (long) refusal.status());
    }
    if (refusal.isAskedFor()) {
      span.setAttribute(ASKED_FOR, true);
    } else if (refusal.status() >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  @Override
  public void closed(Connection connection, Verdict verdict) {}
}
