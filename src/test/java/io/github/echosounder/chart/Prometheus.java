package io.github.echosounder.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.PackagedJar;
import io.github.echosounder.Promtool;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus of its own, on loopback, that scrapes one instance every second. */
final class Prometheus implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  private Prometheus(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Its series have the labels that a PodMonitor would give them. */
  static Prometheus scraping(int instance, String rules, Path directory) throws IOException {
    Path executable = Promtool.find("prometheus");
    Files.writeString(directory.resolve("rules.yaml"), rules);
    Path config = directory.resolve("prometheus.yaml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: [rules.yaml]
        scrape_configs:
          - job_name: echosounder
            static_configs:
              - targets: ["127.0.0.1:%d"]
                labels: {namespace: sea, pod: sonar-echosounder-0-a, service: sonar-echosounder}
        """
            .formatted(instance));
    int port = PackagedJar.freePort();
    Path log = directory.resolve("prometheus.log");
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Prometheus(process, log, port);
  }

  /** The values an expression has now; those that are not a number are none. */
  List<Double> query(String expression) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return Manifest.list(get("query?query=" + encoded).at("/data/result")).stream()
        .map(sample -> Double.valueOf(sample.at("/value/1").asText().replace("Inf", "Infinity")))
        .filter(value -> !value.isNaN())
        .toList();
  }

  boolean isFiring(String alert) throws IOException, InterruptedException {
    return Manifest.list(get("alerts").at("/data/alerts")).stream()
        .anyMatch(active ->
            active.at("/labels/alertname").asText().equals(alert)
                && active.path("state").asText().equals("firing"));
  }

  /** What is to be true within a minute. */
  interface Claim {
    boolean holds() throws IOException, InterruptedException;
  }

  void await(String what, Claim claim) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!holds(claim)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError(what + " was awaited in vain; " + Files.readString(log));
      }
      Thread.sleep(200);
    }
  }

  /** As long as it starts nobody listens. */
  private static boolean holds(Claim claim) throws InterruptedException {
    try {
      return claim.holds();
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    JsonNode answer = Chart.YAML.readTree(http.send(request, BodyHandlers.ofString()).body());
    if (answer.path("status").asText().equals("error")) {
      throw new AssertionError(path + ": " + answer);
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join().destroyForcibly();
  }
}
