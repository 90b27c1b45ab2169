package io.github.echosounder.law;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rules of one RFC, from {@code law/rfc<number>.txt}: a line each, {@code id | level | words},
 * with {@code | exemption} where the server has no such duty. Lines that begin with # are comments.
 *
 * @param title as the RFC has it
 */
record Law(int number, String title, List<Rule> rules) {

  static List<Law> all() {
    return List.of(
        read(6455, "The WebSocket Protocol"),
        read(7692, "Compression Extensions for WebSocket"),
        read(9110, "HTTP Semantics, for the opening handshake"),
        read(9112, "HTTP/1.1, for the opening handshake"));
  }

  private static Law read(int number, String title) {
    String name = "/law/rfc" + number + ".txt";
    try (InputStream in = Law.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("there is no " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Law(
          number,
          title,
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Rule::read)
              .toList());
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }
}
