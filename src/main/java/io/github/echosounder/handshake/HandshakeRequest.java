package io.github.echosounder.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A request, as far as it matters to the handshake.
 *
 * @param headers all values of a header, in order
 */
public record HandshakeRequest(
    String method, boolean isHttp11, Function<String, List<String>> headers) {

  List<String> all(String name) {
    return headers.apply(name);
  }

  /** The elements of a header that is a list, whether in one field or in several. */
  List<String> elements(String name) {
    List<String> fields = all(name);
    if (fields.size() == 1 && fields.get(0).indexOf(',') < 0) {
      return fields.get(0).isBlank() ? List.of() : List.of(fields.get(0).trim());
    }
    List<String> elements = new ArrayList<>(fields.size());
    for (String field : fields) {
      for (String element : field.split(",", -1)) {
        if (!element.isBlank()) {
          elements.add(element.trim());
        }
      }
    }
    return elements;
  }

  boolean hasToken(String name, String token) {
    for (String element : elements(name)) {
      if (element.equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this wants to be a WebSocket, however badly it says so. */
  public boolean asksForWebSocket() {
    return !all("Sec-WebSocket-Key").isEmpty()
        || !all("Sec-WebSocket-Version").isEmpty()
        || elements("Upgrade").stream()
            .anyMatch(e -> e.toLowerCase(Locale.ROOT).startsWith("websocket"));
  }
}
