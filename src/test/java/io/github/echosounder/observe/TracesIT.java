package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar, whose libraries are fewer than those of the tests, and a collector. */
class TracesIT {

  private record Export(HttpVersion version, String path, String body) {}

  @ParameterizedTest
  @CsvSource({
    "grpc,          HTTP_2,   /opentelemetry.proto.collector.trace.v1.TraceService/Export",
    "http/protobuf, HTTP_1_1, /v1/traces"
  })
  void aHandshakeIsToldToTheCollectorByEitherProtocol(
      String protocol, HttpVersion version, String path) throws Exception {
    CompletableFuture<Export> first = new CompletableFuture<>();
    Vertx vertx = Vertx.vertx();
    HttpServer collector = vertx.createHttpServer().requestHandler(asked -> take(asked, first));
    try {
      int port = await(collector.listen(0, "127.0.0.1").toCompletionStage()).actualPort();
      try (PackagedJar jar =
          PackagedJar.start(
              PackagedJar.freePort(),
              Map.of(
                  "QUARKUS_OTEL_SDK_DISABLED",
                  "false",
                  "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                  "http://127.0.0.1:" + port),
              "quarkus.otel.exporter.otlp.protocol=" + protocol,
              "quarkus.otel.bsp.schedule.delay=100ms",
              "echosounder.drain.routing-grace=0s")) {
        jar.awaitOutput("Listening on");
        try (Peer peer =
            Peer.open(
                RawSocket.connect(new Target("127.0.0.1", jar.port(), false)),
                Handshake.to("/ws"),
                false)) {
          peer.expectAlive();
        }
        Export export = await(first);
        assertEquals(version, export.version());
        assertEquals(path, export.path());
        assertTrue(export.body().contains("handshake /ws"), export.body());
        jar.terminate();
        assertEquals(0, jar.awaitExit(), jar.output());
        assertFalse(jar.output().contains("\tat "), jar.output());
      }
    } finally {
      await(vertx.close().toCompletionStage());
    }
  }

  @Test
  void unlessAskedForNothingIsToldToACollector() throws Exception {
    CompletableFuture<Export> first = new CompletableFuture<>();
    Vertx vertx = Vertx.vertx();
    HttpServer collector = vertx.createHttpServer().requestHandler(asked -> take(asked, first));
    try {
      int port = await(collector.listen(0, "127.0.0.1").toCompletionStage()).actualPort();
      try (PackagedJar jar =
          PackagedJar.start(
              PackagedJar.freePort(),
              Map.of("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port),
              "echosounder.drain.routing-grace=0s")) {
        jar.awaitOutput("Listening on");
        try (Peer peer =
            Peer.open(
                RawSocket.connect(new Target("127.0.0.1", jar.port(), false)),
                Handshake.to("/ws"),
                false)) {
          peer.expectAlive();
        }
        jar.terminate();
        // What had been kept for the collector would leave before the end.
        assertEquals(0, jar.awaitExit(), jar.output());
        assertFalse(first.isDone());
      }
    } finally {
      await(vertx.close().toCompletionStage());
    }
  }

  private static void take(HttpServerRequest asked, CompletableFuture<Export> first) {
    asked
        .body()
        .onSuccess(body -> {
          first.complete(new Export(asked.version(), asked.path(), body.toString()));
          if (asked.version() == HttpVersion.HTTP_2) {
            asked.response().putHeader("content-type", "application/grpc");
            asked.response().putTrailer("grpc-status", "0");
          }
          asked.response().end();
        });
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
