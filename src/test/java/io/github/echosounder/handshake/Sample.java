package io.github.echosounder.handshake;

import io.github.echosounder.handshake.Fields.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handshake of RFC 6455, 1.2, which tests bend, and rules to hold it to. */
record Sample(String method, String version, String target, List<Field> fields) {

  static final HandshakeRules RULES =
      new HandshakeRules(new Origins(List.of("*")), List.of(), true);

  static Sample to(String target) {
    return new Sample(
        "GET",
        "HTTP/1.1",
        target,
        List.of(
            new Field("Host", "server.example.com"),
            new Field("Upgrade", "websocket"),
            new Field("Connection", "Upgrade"),
            new Field("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            new Field("Sec-WebSocket-Version", "13")));
  }

  Sample method(String other) {
    return new Sample(other, version, target, fields);
  }

  Sample version(String other) {
    return new Sample(method, other, target, fields);
  }

  Sample with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Sample(method, version, target, more);
  }

  Sample without(String name) {
    return new Sample(
        method,
        version,
        target,
        fields.stream().filter(field -> !field.name().equalsIgnoreCase(name)).toList());
  }

  Sample replacing(String name, String value) {
    return without(name).with(name, value);
  }

  HandshakeRequest request() {
    return new HandshakeRequest(
        method, version, Target.of(target), new Fields(fields), new Peer("192.0.2.1:5000", null));
  }

  @Nullable Problem problem() {
    return RULES.firstProblem(request());
  }

  /** The status and the beginning of what is said. */
  int status() {
    Problem problem = problem();
    return problem == null ? 101 : problem.status();
  }

  String detail() {
    Problem problem = problem();
    return problem == null ? "" : problem.detail();
  }
}
