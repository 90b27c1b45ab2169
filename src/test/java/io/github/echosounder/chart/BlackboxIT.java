package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.Promtool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modules of docs/blackbox.md in a blackbox exporter, which probes the packaged jar. */
class BlackboxIT {

  private static final Path DOCUMENT = Chart.SOURCE.resolve("docs/blackbox.md");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void theModulesSeeTheServiceAndWhatIsWrongWithThePathToIt(@TempDir Path directory)
      throws Exception {
    Path executable = Promtool.find("prometheus-blackbox-exporter", "prometheus-blackbox-exporter");
    int exporterPort = PackagedJar.freePort();
    Process exporter = start(executable, exporterPort, directory);
    try (PackagedJar server = PackagedJar.start(PackagedJar.freePort(), Map.of())) {
      server.awaitOutput("the page is at");
      awaitHealth(exporter, exporterPort);
      String host = "127.0.0.1:" + server.port();

      probe(exporterPort, "websocket_echo_tls", host, 1);
      server.awaitOutput("code=1000 by=client cause=client-close");
      probe(exporterPort, "websocket_path", "http://" + host + "/ws", 1);
      server.awaitOutput("status=426");

      probe(exporterPort, "elsewhere", host, 0);
      probe(exporterPort, "otherwise", host, 0);
      probe(exporterPort, "websocket_path", "http://" + host + "/", 0);
    } finally {
      exporter.destroy();
      exporter.onExit().completeOnTimeout(exporter, 10, TimeUnit.SECONDS).join().destroyForcibly();
    }
  }

  /**
   * Those of the document that Debian's exporter knows, without TLS, and the one of the prober tcp
   * as it would meet a path without an upgrade and another echo.
   */
  private static String modules() {
    StringBuilder modules = new StringBuilder("modules:\n");
    Matcher block =
        Pattern.compile("(?s)```yaml\nmodules:\n(.*?)```").matcher(Chart.read(DOCUMENT));
    while (block.find()) {
      String module = block.group(1).replace("      tls: true\n", "").replace("5s", "3s");
      if (!module.contains("prober: websocket\n")) {
        modules.append(module);
      }
      if (module.contains("prober: tcp\n")) {
        modules.append(module.replace("websocket_echo_tls", "elsewhere").replace("/ws ", "/x "));
        modules.append(module.replace("websocket_echo_tls", "otherwise").replace("sonar$", "rad"));
      }
    }
    return modules.toString();
  }

  private static Process start(Path executable, int port, Path directory) throws IOException {
    Path config = Files.writeString(directory.resolve("blackbox.yaml"), modules());
    return new ProcessBuilder(
            executable.toString(),
            "--config.file=" + config,
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("blackbox.log").toFile())
        .start();
  }

  private static void probe(int port, String module, String target, int success) throws Exception {
    String metrics = get(port, "/probe?debug=true&module=" + module + "&target=" + target);
    assertTrue(metrics.contains("\nprobe_success " + success + "\n"), metrics);
  }

  private static void awaitHealth(Process exporter, int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      try {
        get(port, "/-/healthy");
        return;
      } catch (IOException notYet) {
        assertTrue(exporter.isAlive() && System.nanoTime() < deadline, notYet.toString());
        Thread.sleep(50);
      }
    }
  }

  private static String get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }
}
