package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged jar from its start to its end, by real signals and exit codes. */
class PackagedJarIT {

  private static final String STARTED = "Listening on";

  /** Remembers what came, and how the connection ended. */
  private static final class Client implements WebSocket.Listener {
    private final List<String> texts = new ArrayList<>();
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      texts.add(text.toString());
      first.complete(text.toString());
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      closed.completeExceptionally(fault);
    }

    private int code() throws Exception {
      return closed.get(30, TimeUnit.SECONDS);
    }
  }

  private static WebSocket connect(PackagedJar jar, String path, Client client) throws Exception {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + jar.port() + path), client)
        .get(30, TimeUnit.SECONDS);
  }

  private static int status(PackagedJar jar, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + jar.port() + path)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void onSigtermItIsNotReadyButAliveAndEndsEachConnectionWith1001AndItselfWith0() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of(),
            "echosounder.drain.routing-grace=2s",
            "echosounder.drain.window=500ms")) {
      jar.awaitOutput(STARTED);
      Client client = new Client();
      WebSocket socket = connect(jar, "/", client);
      assertEquals(200, status(jar, "/q/health/ready"));

      jar.terminate();
      jar.awaitOutput("drain begins");
      assertEquals(503, status(jar, "/q/health/ready"));
      assertEquals(200, status(jar, "/q/health/live"));
      socket.sendText("late", true);
      assertEquals("接收数据: late", client.first.get(30, TimeUnit.SECONDS));
      Client newcomer = new Client();
      connect(jar, "/ws", newcomer).sendText("later still", true);
      assertEquals("later still", newcomer.first.get(30, TimeUnit.SECONDS));

      assertEquals(1001, client.code());
      assertEquals(1001, newcomer.code());
      assertEquals(0, jar.awaitExit(), jar.output());
      assertTrue(jar.output().contains("drain ends clean=2 forced=0"), jar.output());
    }
  }

  @Test
  void aSecondSigtermHastensTheEnd() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of(),
            "echosounder.drain.routing-grace=1h",
            "echosounder.drain.close-code=1012")) {
      jar.awaitOutput(STARTED);
      Client client = new Client();
      connect(jar, "/ws", client);
      jar.terminate();
      jar.awaitOutput("drain begins");
      jar.terminate();
      assertEquals(1012, client.code());
      assertEquals(0, jar.awaitExit(), jar.output());
    }
  }
}
