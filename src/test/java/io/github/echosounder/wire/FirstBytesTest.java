package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A handshake that comes first is read before there is HTTP, in however many pieces it comes; one
 * that follows another request is read by the HTTP server. They must agree about every request
 * there is.
 */
@QuarkusTest
class FirstBytesTest extends WireTest {
  private static final Handshake GOOD = Handshake.to("/ws");

  static Stream<String> requests() {
    var all = new ArrayList<Handshake>();
    for (String target :
        new String[] {
          "/ws",
          "/",
          "/ws?",
          "/ws?a=b&c",
          "/ws?prefix=?",
          "/ws?label=12345678&compress=off",
          "/ws?drop=200%",
          "/?x",
          "/?close-after=1&",
          "//ws",
          "/ws/",
          "/./ws",
          "/%77s",
          "/ws;a",
          "/WS",
          "/elsewhere",
          "/ws/refuse",
          "/ws/refuse?status=426&retry-after=1&after=1ms&body=x",
          "/ws/refuse?status=426&hang",
          "http://a.example/ws",
          "*",
          "ws",
          "",
          "/ws#x",
          "/w s",
          "/ws?ä",
          "/ws\u0001"
        }) {
      all.add(Handshake.to(target));
    }
    for (String line :
        new String[] {
          "get /ws HTTP/1.1",
          "GET  /ws HTTP/1.1",
          "GET /ws  HTTP/1.1",
          "GET /ws HTTP/1.1 ",
          "GET /ws HTTP/1.0",
          "GET /ws HTTP/1.2",
          "GET /ws HTTP/2.0",
          "GET /ws http/1.1",
          "GET\t/ws HTTP/1.1",
          "POST /ws HTTP/1.1",
          "HEAD /ws HTTP/1.1",
          "MADEUP /ws HTTP/1.1"
        }) {
      all.add(GOOD.line(line));
    }
    for (String host :
        new String[] {
          "a.example",
          "A.EXAMPLE:80",
          "127.0.0.1:1",
          "[::1]",
          "[::1]:80",
          "a:",
          "a:0",
          "a:65535",
          "a:65536",
          "a:99999",
          "a:-1",
          "a:b",
          "a:1:2",
          ":80",
          "",
          " ",
          "a b",
          "a/b",
          "ä",
          "a_b",
          "a,b",
          "user@a",
          "::1",
          "[::1",
          "[zz]",
          "a%zz"
        }) {
      all.add(GOOD.replacing("Host", host));
    }
    for (String name :
        new String[] {
          "Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"
        }) {
      all.add(GOOD.without(name));
      all.add(GOOD.with(name, "x"));
      all.add(GOOD.replacing(name, "  " + valueOf(name) + "\t "));
      all.add(GOOD.without(name).with(name + " ", valueOf(name)));
      all.add(GOOD.without(name).with(" " + name, valueOf(name)));
      all.add(GOOD.without(name).with(name + "\u0001", valueOf(name)));
      all.add(GOOD.replacing(name, valueOf(name) + "\r\n folded"));
      all.add(GOOD.replacing(name, valueOf(name) + "\u0000"));
    }
    for (String value : new String[] {"0", "1", "00", "", "0, 0"}) {
      all.add(GOOD.with("Content-Length", value));
    }
    for (String codings : new String[] {"chunked", "gzip", "gzip, chunked"}) {
      all.add(GOOD.with("Transfer-Encoding", codings));
    }
    all.add(GOOD.with("Expect", "100-continue"));
    all.add(GOOD.with("", "no name"));
    all.add(GOOD.with("X-Byte", "\u00e4\u00ff"));
    all.add(GOOD.with("X-Long", "x".repeat(5_000)));
    all.add(GOOD.with("X-Longer", "x".repeat(30_000)));
    all.add(GOOD.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"));
    all.add(GOOD.with("Sec-WebSocket-Protocol", "chat"));
    all.add(GOOD.with("Origin", "http://a.example"));
    var texts = new ArrayList<String>();
    for (Handshake request : all) {
      texts.add(new String(request.bytes(), StandardCharsets.ISO_8859_1));
    }
    String good = new String(GOOD.bytes(), StandardCharsets.ISO_8859_1);
    texts.add(good.replace("\r\n", "\n"));
    texts.add(good.replaceFirst("\r\n", "\n"));
    texts.add(good.replaceFirst("\r\nUpgrade", "\nUpgrade"));
    texts.add(good.replaceFirst("\r\nUpgrade", "\rUpgrade"));
    texts.add(good.replaceFirst(": websocket", " websocket"));
    texts.add("\r\n" + good);
    return texts.stream();
  }

  private static String valueOf(String name) {
    String text = new String(GOOD.bytes(), StandardCharsets.ISO_8859_1);
    int from = text.indexOf(name + ": ") + name.length() + 2;
    return text.substring(from, text.indexOf('\r', from));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void itMakesNoDifferenceInHowManyPiecesARequestComes(String request) {
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(answer(bytes, bytes.length / 2), answer(bytes, bytes.length));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void itMakesNoDifferenceWhetherARequestComesFirst(String request) {
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    RawSocket socket = connect();
    socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
    socket.readBody(socket.readHead());
    assertEquals(answer(connect(), bytes, bytes.length), answer(socket, bytes, bytes.length));
  }

  /** What is said to it: the status and the header, or nothing but the end. */
  private String answer(byte[] request, int cut) {
    return answer(connect(), request, cut);
  }

  private static String answer(RawSocket socket, byte[] request, int cut) {
    socket.send(request, cut);
    ResponseHead head;
    try {
      head = socket.readHead();
    } catch (AssertionError ended) {
      return "ended";
    }
    List<Map.Entry<String, String>> header =
        head.headers().stream()
            .filter(field -> !field.getKey().startsWith("Echosounder-"))
            .map(field -> Map.entry(field.getKey().toLowerCase(Locale.ROOT), field.getValue()))
            // Who has more to read before TCP ends says so, and a second may pass.
            .filter(field -> !List.of("connection", "date").contains(field.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .toList();
    if (head.statusLine().contains(" 101 ")) {
      socket.send(ClientFrame.text("x").bytes());
      assertArrayEquals(new byte[] {(byte) 0x81}, socket.read(1));
    }
    return head.statusLine() + " " + header;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws", "/"})
  void manyThatComeAtOnceAreAllLetIn(String path) {
    var sockets = new ArrayList<RawSocket>();
    for (int i = 0; i < 300; i++) {
      RawSocket socket = connect();
      socket.send(Handshake.to(path).bytes());
      socket.send(ClientFrame.binary(utf8("early " + i)).bytes());
      sockets.add(socket);
    }
    for (int i = 0; i < sockets.size(); i++) {
      Peer.opened(sockets.get(i), false).expect(2, utf8("early " + i));
    }
  }

  /** RFC 6455, 7.1.1: a peer may end its half of TCP and still read. */
  @Test
  void whatWasSentBeforeTheEndOfTcpIsAnswered() {
    byte[] wrong = GOOD.replacing("Sec-WebSocket-Key", "short").bytes();
    for (int i = 0; i < 50; i++) {
      RawSocket socket = connect();
      socket.send(join(GOOD.bytes(), ClientFrame.text("last words").bytes()));
      socket.finish();
      Peer.opened(socket, false).expectText("last words");
      socket.drain();
      RawSocket refused = connect();
      refused.send(wrong);
      refused.finish();
      assertEquals(400, refused.readHead().status());
    }
  }

  @Test
  void oneThatLeavesBeforeItsTurnIsForgotten() {
    for (int i = 0; i < 300; i++) {
      RawSocket socket = connect();
      socket.send(GOOD.bytes());
      if (i % 2 == 0) {
        socket.close();
      } else {
        socket.reset();
      }
    }
    open().expectAlive();
  }

  @Test
  void oneThatIsResetBeforeItHasSaidAnythingIsForgotten() {
    for (int i = 0; i < 100; i++) {
      RawSocket socket = connect();
      RawSocket.pause(1);
      socket.reset();
    }
    open().expectAlive();
  }
}
