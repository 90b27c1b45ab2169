package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.check.Verdict.Kind;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each way in which a path can fail an echo has its own verdict, and so its own exit code. */
class EchoCheckTest {

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anExactEchoWithACleanCloseIsGood() {
    Verdict verdict =
        check(socket -> {
          socket.textMessageHandler(socket::writeTextMessage);
          socket.binaryMessageHandler(socket::writeBinaryMessage);
        });
    assertEquals(Kind.GOOD, verdict.kind(), verdict.line());
  }

  @Test
  void aReplyWithAPrefixIsNotAnEcho() {
    Verdict verdict =
        check(socket -> socket.textMessageHandler(text -> socket.writeTextMessage("got " + text)));
    assertEquals(Kind.NOT_AN_ECHO, verdict.kind(), verdict.line());
    assertTrue(verdict.line().contains("got 你好"), verdict.line());
  }

  @Test
  void binaryThatLosesAByteIsNotAnEcho() {
    Verdict verdict =
        check(socket -> {
          socket.textMessageHandler(socket::writeTextMessage);
          socket.binaryMessageHandler(
              bytes -> socket.writeBinaryMessage(bytes.getBuffer(0, bytes.length() - 1)));
        });
    assertEquals(Kind.NOT_AN_ECHO, verdict.kind(), verdict.line());
  }

  @Test
  void binaryThatComesBackTwiceIsNotAnEcho() {
    Verdict verdict =
        check(socket -> {
          socket.textMessageHandler(socket::writeTextMessage);
          socket.binaryMessageHandler(bytes -> {
            socket.writeBinaryMessage(bytes);
            socket.writeBinaryMessage(bytes);
          });
        });
    assertEquals(Kind.NOT_AN_ECHO, verdict.kind(), verdict.line());
  }

  @Test
  void aServerThatNeverAnswersIsSilent() {
    Verdict verdict = check(socket -> {});
    assertEquals(Kind.SILENT, verdict.kind(), verdict.line());
  }

  @Test
  void aCloseInsteadOfAnEchoIsACut() {
    Verdict verdict =
        check(socket -> socket.textMessageHandler(text -> socket.close((short) 1011)));
    assertEquals(Kind.CUT, verdict.kind(), verdict.line());
    assertTrue(verdict.line().contains("close 1011"), verdict.line());
  }

  @Test
  void aHandshakeThatGetsAnotherStatusIsRefused() {
    HttpServer server =
        listen(vertx.createHttpServer(), request -> request.response().setStatusCode(426).end());
    Verdict verdict = check("ws://127.0.0.1:" + server.actualPort() + "/ws");
    assertEquals(Kind.REFUSED, verdict.kind(), verdict.line());
    assertTrue(verdict.line().contains("426"), verdict.line());
  }

  @Test
  void aPortNobodyListensOnIsUnreachable() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    Verdict verdict = check("ws://127.0.0.1:" + port + "/ws");
    assertEquals(Kind.UNREACHABLE, verdict.kind(), verdict.line());
    assertTrue(verdict.line().endsWith("refused or unreachable"), verdict.line());
  }

  @Test
  void aPlainServerBehindWssHasNoTls() {
    HttpServer server = listen(vertx.createHttpServer(), request -> request.response().end());
    Verdict verdict = check("wss://127.0.0.1:" + server.actualPort() + "/ws");
    assertEquals(Kind.TLS, verdict.kind(), verdict.line());
  }

  @Test
  void whatIsNotAWebSocketUrlIsAMistakeOfTheCaller() {
    assertEquals(Kind.USAGE, Main.judge().kind());
    assertEquals(Kind.USAGE, Main.judge("http://127.0.0.1/ws").kind());
    assertEquals(Kind.USAGE, Main.judge("ws://bad host/").kind());
  }

  @Test
  void everyVerdictHasAnExitCodeOfItsOwn() {
    long codes = Arrays.stream(Kind.values()).map(Kind::exitCode).distinct().count();
    assertEquals(Kind.values().length, codes);
    assertEquals(0, Kind.GOOD.exitCode());
  }

  private static Verdict check(Handler<ServerWebSocket> behaviour) {
    HttpServer server = vertx.createHttpServer().webSocketHandler(behaviour);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    return check("ws://127.0.0.1:" + server.actualPort() + "/ws");
  }

  private static HttpServer listen(HttpServer server, Handler<HttpServerRequest> behaviour) {
    server.requestHandler(behaviour);
    return server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  private static Verdict check(String url) {
    return new EchoCheck(URI.create(url), Duration.ofSeconds(2)).run();
  }
}
