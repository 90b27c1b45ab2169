package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Fields;
import io.github.echosounder.handshake.Fields.Field;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.Peer;
import io.github.echosounder.handshake.Target;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests that HTTP has read, as the doorway has them. */
final class Requests {

  private static final Peer NOBODY = new Peer("", null);

  private Requests() {}

  /**
   * One that Vert.x has not seen yet.
   *
   * @param channel null where it does not matter who sent it
   */
  static HandshakeRequest of(HttpRequest request, @Nullable Channel channel) {
    return new HandshakeRequest(
        request.method().name(),
        request.protocolVersion().text(),
        Target.of(request.uri()),
        fields(request.headers()),
        channel == null ? NOBODY : Peers.of(channel));
  }

  /** One with all that Quarkus has changed about it. */
  static HandshakeRequest of(HttpServerRequest request) {
    return new HandshakeRequest(
        request.method().name(),
        request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : HandshakeRequest.HTTP_1_1,
        Target.of(request.uri()),
        fields(request.headers()),
        Peers.of(String.valueOf(request.remoteAddress()), VertxInternals.channel(request)));
  }

  private static Fields fields(Iterable<Map.Entry<String, String>> headers) {
    List<Field> fields = new ArrayList<>();
    headers.forEach(header -> fields.add(new Field(header.getKey(), header.getValue().trim())));
    return new Fields(fields);
  }
}
