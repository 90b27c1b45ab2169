package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, 2 to 6: which heads are read without HTTP, and which are left to it. */
class RequestHeadTest {

  private static @Nullable RequestHead read(String line, String... fields) {
    String text = line + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    return RequestHead.read(bytes, RequestHead.size(bytes, 0));
  }

  private static @Nullable RequestHead read(String field) {
    return read("GET /ws HTTP/1.1", "Host: a.example", field);
  }

  @Test
  void aHeadOfAGetWithOneHostIsRead() {
    RequestHead head = read("Upgrade: websocket");
    assertNotNull(head);
    assertEquals("/ws", head.target().path());
    assertEquals("a.example", head.fields().values("Host").get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0",
        "content-length: 5",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue",
        "Host: a.example",
        "Host: b.example",
        " continued: line",
        "Space : before the colon",
        "no colon"
      })
  void oneWithAFieldThatIsReadInDifferentWaysIsLeftToHttp(String field) {
    assertNull(read(field));
  }

  @Test
  void oneWithoutAHostIsLeftToHttp() {
    assertNull(read("GET /ws HTTP/1.1", "Upgrade: websocket"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /ws HTTP/1.0",
        "GET //ws HTTP/1.1",
        "GET http://a.example/ws HTTP/1.1",
        "GET /ws#part HTTP/1.1",
        "GET  /ws HTTP/1.1",
        "GET /ws"
      })
  void oneOfAnotherFormIsLeftToHttp(String line) {
    assertNull(read(line, "Host: a.example"));
  }
}
