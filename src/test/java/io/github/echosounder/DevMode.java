package io.github.echosounder;

import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code ./mvnw quarkus:dev}, on a copy of the sources. */
final class DevMode implements AutoCloseable {

  /** In the log before the old code is told to end. */
  static final String RELOAD = "Restarting quarkus";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Dev mode looks for edits no more often. */
  private static final int SCAN_MILLIS = 2_100;

  private final Path copy;
  private final Path log;
  private final int port;
  private final Process process;

  private DevMode(Path copy, Path log, int port, Process process) {
    this.copy = copy;
    this.log = log;
    this.port = port;
    this.process = process;
  }

  static DevMode start(Path copy) throws IOException {
    for (String needed : List.of("pom.xml", "mvnw", ".mvn", "src/main")) {
      copy(Path.of(needed), copy);
    }
    int port = PackagedJar.freePort();
    Path log = Files.createTempFile(Path.of("target"), "dev-mode", ".log").toAbsolutePath();
    Process process =
        new ProcessBuilder(
                "./mvnw",
                "quarkus:dev",
                "-Ddebug=false",
                "-Dquarkus.console.enabled=false",
                "-Dquarkus.test.continuous-testing=disabled",
                // A handshake waits for the reload.
                "-Dechosounder.handshake-timeout=2m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port)
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    DevMode started = new DevMode(copy, log, port, process);
    try {
      started.awaitLog("Listening on", 1);
    } catch (IOException | AssertionError failed) {
      started.close();
      throw failed;
    }
    return started;
  }

  Peer open(String path) {
    RawSocket socket = RawSocket.connect(new Target("127.0.0.1", port, false));
    return Peer.open(socket, Handshake.to(path), false);
  }

  /** The status of the page; where something was edited, of the new one. */
  int get() {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri("http", "/")).timeout(PATIENCE).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** With a patience that outlives a reload. */
  CompletableFuture<WebSocket> handshake(String path) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(uri("ws", path), new WebSocket.Listener() {})
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  /** Changes the source; the next request waits until it is in force. */
  void edit(String source, String old, String changed) throws IOException {
    Path file = copy.resolve("src/main/java/io/github/echosounder").resolve(source);
    String text = Files.readString(file);
    if (!text.contains(old)) {
      throw new AssertionError(source + " has no " + old);
    }
    Files.writeString(file, text.replace(old, changed));
    RawSocket.pause(SCAN_MILLIS);
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Until this stands so often in the log. */
  void awaitLog(String text, int times) throws IOException {
    long start = System.nanoTime();
    while (count(text) < times) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("no \"" + text + "\" in: " + log());
      }
      RawSocket.pause(50);
    }
  }

  int count(String text) throws IOException {
    return (int) Pattern.compile(Pattern.quote(text)).matcher(log()).results().count();
  }

  /** Instances of classes whose names match, once those that nobody needs are gone. */
  long instances(Pattern names) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server().pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // num: #instances #bytes class name
    Pattern line = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");
    return line.matcher(histogram)
        .results()
        .filter(found -> names.matcher(found.group(2)).matches())
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  /** The JVM that Maven has started. */
  private ProcessHandle server() {
    return process
        .descendants()
        .filter(descendant -> descendant.info().commandLine().orElse("").contains("-dev.jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("dev mode has no JVM of its own"));
  }

  private static void copy(Path what, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(what)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(path);
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
