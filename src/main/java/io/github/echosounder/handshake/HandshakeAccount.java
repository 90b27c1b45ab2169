package io.github.echosounder.handshake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A handshake as the server saw it, and what it granted, as members of a JSON object. */
final class HandshakeAccount {

  private HandshakeAccount() {}

  /** {@code server} is its name, null where none is disclosed. */
  static Map<String, Object> of(
      HandshakeRequest request, Accept accept, String connection, @Nullable String server) {
    Fields fields = request.fields();
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("event", "handshake");
    account.put("connection", connection);
    if (server != null) {
      account.put("server", server);
    }
    account.put("method", request.method());
    account.put("version", request.version());
    account.put("target", request.target().raw());
    account.put(
        "headers",
        fields.all().stream()
            .map(field -> entry("name", field.name(), "value", field.value()))
            .toList());
    account.put("peer", request.peer().address());
    account.put(
        "forwarded",
        entry(
            "for", fields.elements("X-Forwarded-For"), "forwarded", fields.elements("Forwarded")));
    account.put("tls", tls(request.peer().tls()));
    account.put(
        "subprotocols", offers(fields.elements("Sec-WebSocket-Protocol"), accept.subprotocol()));
    account.put(
        "extensions", offers(fields.elements("Sec-WebSocket-Extensions"), accept.extensions()));
    return account;
  }

  private static Map<String, Object> offers(List<String> offered, String granted) {
    return entry("offered", offered, "granted", granted.isEmpty() ? null : granted);
  }

  private static @Nullable Map<String, Object> tls(Peer.@Nullable Tls tls) {
    if (tls == null) {
      return null;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", tls.version());
    facts.put("cipherSuite", tls.cipherSuite());
    facts.put("serverName", tls.serverName());
    facts.put("applicationProtocol", tls.applicationProtocol());
    return facts;
  }

  private static Map<String, Object> entry(
      String name, @Nullable Object value, String other, @Nullable Object otherValue) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(name, value);
    entry.put(other, otherValue);
    return entry;
  }
}
