import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Trains the AOT cache: starts the server, asks of it what it will be asked in earnest, and ends it
 * by SIGTERM, at which the JVM writes what it learned. Each answer is checked, so that an image
 * whose server is broken is never built.
 *
 * <p>Arguments: the java to train, the jar, the cache to write.
 */
final class Training {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> PAGES =
      List.of(
          "/",
          "/demo.html",
          "/metrics",
          "/api/info",
          "/q/health/live",
          "/q/health/ready",
          "/q/health/started");

  public static void main(String[] arguments) throws Exception {
    int port = freePort();
    // The collector that the JVM picks in a small container; a cache made with it also serves the
    // others.
    Process server =
        new ProcessBuilder(
                arguments[0],
                "-XX:+UseSerialGC",
                "-XX:AOTCacheOutput=" + arguments[2],
                "-Dquarkus.http.port=" + port,
                "-jar",
                arguments[1])
            .inheritIO()
            .start();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      awaitReady(client, server, port);
      for (String page : PAGES) {
        get(client, port, page);
      }
      for (String path : List.of("/", "/ws")) {
        converse(client, URI.create("ws://127.0.0.1:" + port + path));
      }
      server.destroy();
      if (!server.waitFor(PATIENCE)) {
        throw new IllegalStateException("SIGTERM did not end the server");
      }
    } finally {
      server.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(HttpClient client, Process server, int port) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        get(client, port, "/q/health/ready");
        return;
      } catch (IOException notYet) {
        if (!server.isAlive() || System.nanoTime() > end) {
          throw notYet;
        }
        Thread.sleep(50);
      }
    }
  }

  private static void get(HttpClient client, int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    int status =
        client
            .send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString())
            .statusCode();
    if (status != 200) {
      throw new IOException(uri + " was answered with " + status);
    }
  }

  /** Text and binary, small and large; what comes back must be as long as `/` and `/ws` promise. */
  private static void converse(HttpClient client, URI uri) throws Exception {
    Listener listener = new Listener();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .connectTimeout(PATIENCE)
            .buildAsync(uri, listener)
            .get(1, TimeUnit.MINUTES);
    for (int round = 0; round < 50; round++) {
      for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
        socket.sendText("声".repeat(size / 3) + "x".repeat(size % 3), true).get(1, TimeUnit.MINUTES);
        listener.await("text of " + size, size);
        socket.sendBinary(ByteBuffer.allocate(size), true).get(1, TimeUnit.MINUTES);
        listener.await("binary of " + size, size);
      }
    }
    socket.sendPing(ByteBuffer.allocate(4)).get(1, TimeUnit.MINUTES);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "trained").get(1, TimeUnit.MINUTES);
    if (listener.closed.get(1, TimeUnit.MINUTES) != WebSocket.NORMAL_CLOSURE) {
      throw new IllegalStateException("closed with " + listener.closed.get());
    }
  }

  private static final class Listener implements WebSocket.Listener {
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final LinkedBlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
    private int size;

    /** Awaits a whole message of at least so many bytes: `/` puts a prefix before text. */
    void await(String what, int atLeast) throws InterruptedException {
      Integer received = sizes.poll(1, TimeUnit.MINUTES);
      if (received == null || received < atLeast) {
        throw new IllegalStateException(what + " came back as " + received + " bytes");
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      return received(socket, text.toString().getBytes(StandardCharsets.UTF_8).length, last);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      return received(socket, data.remaining(), last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> received(WebSocket socket, int bytes, boolean last) {
      size += bytes;
      if (last) {
        sizes.add(size);
        size = 0;
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
