package io.github.echosounder.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to be opened.
 *
 * @param fields further header fields; one that this client sends as well takes its place
 * @param deflate null to offer no compression
 * @param timeout bounds each phase of its own: TCP, TLS, upgrade
 * @param answersPings whether each ping is answered with a pong
 * @param isUpgrade false for a plain GET, whose answer is told as a {@link Failure.Kind#STATUS}
 */
public record Request(
    Address address,
    List<Field> fields,
    List<String> subprotocols,
    @Nullable DeflateOffer deflate,
    Trust trust,
    Duration timeout,
    boolean answersPings,
    boolean isUpgrade) {

  public static Request to(Address address, Trust trust, Duration timeout) {
    return new Request(address, List.of(), List.of(), null, trust, timeout, true, true);
  }

  public Request at(Address other) {
    return new Request(
        other, fields, subprotocols, deflate, trust, timeout, answersPings, isUpgrade);
  }

  public Request with(List<Field> more) {
    List<Field> all = new ArrayList<>(fields);
    all.addAll(more);
    return new Request(
        address, all, subprotocols, deflate, trust, timeout, answersPings, isUpgrade);
  }

  public Request offering(String subprotocol) {
    return new Request(
        address, fields, List.of(subprotocol), deflate, trust, timeout, answersPings, isUpgrade);
  }

  public Request offering(DeflateOffer offer) {
    return new Request(
        address, fields, subprotocols, offer, trust, timeout, answersPings, isUpgrade);
  }

  public Request trusting(Trust other) {
    return new Request(
        address, fields, subprotocols, deflate, other, timeout, answersPings, isUpgrade);
  }

  public Request withoutPongs() {
    return new Request(address, fields, subprotocols, deflate, trust, timeout, false, isUpgrade);
  }

  /** A plain GET of the same address. */
  public Request plain() {
    return new Request(address, fields, List.of(), null, trust, timeout, answersPings, false);
  }

  /** The header fields of its handshake, in their order. */
  public List<Field> head(String key) {
    List<Field> head = new ArrayList<>();
    head.add(own("Host", address.authority()));
    if (isUpgrade) {
      addUpgrade(head, key);
    } else {
      head.add(new Field("Connection", "close"));
    }
    List<Field> owned = List.copyOf(head);
    for (Field field : fields) {
      if (owned.stream().noneMatch(other -> other.name().equalsIgnoreCase(field.name()))) {
        head.add(field);
      }
    }
    return List.copyOf(head);
  }

  private void addUpgrade(List<Field> head, String key) {
    head.add(own("Upgrade", "websocket"));
    head.add(own("Connection", "Upgrade"));
    head.add(new Field("Sec-WebSocket-Key", key));
    head.add(own("Sec-WebSocket-Version", "13"));
    if (!subprotocols.isEmpty()) {
      head.add(new Field("Sec-WebSocket-Protocol", String.join(", ", subprotocols)));
    }
    if (deflate != null) {
      head.add(new Field("Sec-WebSocket-Extensions", deflate.text()));
    }
  }

  private Field own(String name, String value) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseGet(() -> new Field(name, value));
  }

  byte[] bytes(String key) {
    StringBuilder text = new StringBuilder("GET ").append(address.target()).append(" HTTP/1.1\r\n");
    for (Field field : head(key)) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
