package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A refusal as RFC 9457 writes it. */
record Problem(ResponseHead head, JsonNode document) {
  /** Reads the answer, which must be a complete problem document. */
  static Problem read(RawSocket socket) {
    ResponseHead head = socket.readHead();
    byte[] body = socket.readBody(head);
    String type = head.only("Content-Type");
    assertEquals("application/problem+json", type.replaceFirst(";.*", "").strip());
    try {
      var problem = new Problem(head, new ObjectMapper().readTree(body));
      assertEquals(head.status(), problem.document.path("status").asInt());
      assertFalse(problem.title().isBlank());
      assertFalse(problem.detail().isBlank());
      return problem;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int status() {
    return head.status();
  }

  String title() {
    return document.path("title").asText();
  }

  String detail() {
    return document.path("detail").asText();
  }
}
