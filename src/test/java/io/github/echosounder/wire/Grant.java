package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.ResponseHead;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the server agreed to: the permessage-deflate parameters of its answer (RFC 7692, 7.1). */
record Grant(Map<String, String> parameters) {
  private static final Set<String> KNOWN =
      Set.of(
          "server_no_context_takeover",
          "client_no_context_takeover",
          "server_max_window_bits",
          "client_max_window_bits");

  static boolean isIn(ResponseHead head) {
    return !head.all("Sec-WebSocket-Extensions").isEmpty();
  }

  /** Reads the one extension that may be granted, and holds its parameters to their syntax. */
  static Grant of(ResponseHead head) {
    String[] parts = head.only("Sec-WebSocket-Extensions").split(";", -1);
    assertEquals("permessage-deflate", parts[0].strip());
    var parameters = new TreeMap<String, String>();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].strip().split("=", 2);
      assertTrue(KNOWN.contains(pair[0]), head.toString());
      String value = pair.length == 1 ? "" : pair[1];
      boolean takesBits = pair[0].endsWith("bits");
      assertTrue(takesBits ? value.matches("[89]|1[0-5]") : pair.length == 1, head.toString());
      assertEquals(null, parameters.put(pair[0], value), head.toString());
    }
    return new Grant(parameters);
  }

  boolean has(String parameter) {
    return parameters.containsKey(parameter);
  }

  /** 15 where nothing is said: RFC 7692, 7.1.2. */
  int bits(String parameter) {
    return Integer.parseInt(parameters.getOrDefault(parameter, "15"));
  }

  int serverBits() {
    return bits("server_max_window_bits");
  }

  int clientBits() {
    return bits("client_max_window_bits");
  }

  boolean serverForgets() {
    return has("server_no_context_takeover");
  }

  boolean clientForgets() {
    return has("client_no_context_takeover");
  }
}
