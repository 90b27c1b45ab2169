package io.github.echosounder.wire.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The opening handshake of RFC 6455, 4.1, which tests bend. */
public final class Handshake {
  /** The key of RFC 6455, 1.3, and what the server must make of it. */
  public static final String SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  public static final String SAMPLE_ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private final String requestLine;
  private final List<Map.Entry<String, String>> headers;

  private Handshake(String requestLine, List<Map.Entry<String, String>> headers) {
    this.requestLine = requestLine;
    this.headers = headers;
  }

  public static Handshake to(String path) {
    return new Handshake(
        "GET " + path + " HTTP/1.1",
        List.of(
            Map.entry("Host", "echo.example.com"),
            Map.entry("Upgrade", "websocket"),
            Map.entry("Connection", "Upgrade"),
            Map.entry("Sec-WebSocket-Key", SAMPLE_KEY),
            Map.entry("Sec-WebSocket-Version", "13")));
  }

  public Handshake line(String other) {
    return new Handshake(other, headers);
  }

  public Handshake with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Handshake(requestLine, more);
  }

  public Handshake without(String name) {
    return new Handshake(
        requestLine,
        headers.stream().filter(header -> !header.getKey().equalsIgnoreCase(name)).toList());
  }

  public Handshake replacing(String name, String value) {
    return without(name).with(name, value);
  }

  public byte[] bytes() {
    var text = new StringBuilder(requestLine).append("\r\n");
    headers.forEach(header ->
        text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(ISO_8859_1);
  }
}
