package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.echosounder.PackagedJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar under traffic, scraped by a real Prometheus that has the chart's rules. */
class LivePrometheusIT {

  private static final String ALERT = "EchosounderNearConnectionLimit";
  private static final String RULES =
      """
      prometheusRule:
        enabled: true
        alerts: {nearConnectionLimit: {threshold: 0.8, for: 1s}}
      """;

  @Test
  void everyQueryOfTheDashboardFindsDataAndAnAlertFiresAndClears(@TempDir Path directory)
      throws Exception {
    Manifest rules = Manifest.only(Chart.render(RULES), "PrometheusRule");
    try (PackagedJar jar =
            PackagedJar.start(
                PackagedJar.freePort(),
                Map.of(),
                "echosounder.max-connections=30",
                "echosounder.ping-interval=1s",
                "echosounder.close-timeout=1s",
                "echosounder.drain.window=1s",
                "echosounder.drain.rehearsal=true");
        Prometheus prometheus =
            Prometheus.scraping(
                jar.port(), Chart.YAML.writeValueAsString(rules.at("/spec")), directory);
        LiveTraffic traffic = new LiveTraffic(jar.port())) {
      jar.awaitOutput("Listening on");
      prometheus.await("a scrape", () -> !prometheus.query("up == 1").isEmpty());
      traffic.stayAndAnswer(3);
      traffic.sendAndHardlyRead();

      Set<String> withoutData = new TreeSet<>(DashboardTest.expressions());
      prometheus.await(
          "data for " + withoutData,
          () -> {
            traffic.someOfAll();
            withoutData.removeIf(expression -> hasData(prometheus, expression));
            return withoutData.isEmpty();
          });
      positive(prometheus, "echosounder_backpressure_seconds_sum{pod!=\"\"}");
      positive(prometheus, "echosounder_ping_rtt_seconds_count{pod!=\"\"}");
      positive(prometheus, "echosounder_compression_ratio{pod!=\"\"} - 1");

      assertFalse(prometheus.isFiring(ALERT));
      traffic.stayAndAnswer(24);
      prometheus.await("the alert", () -> prometheus.isFiring(ALERT));
      assertEquals(202, rehearseDrain(jar));
      prometheus.await("the alert's end", () -> !prometheus.isFiring(ALERT));
      positive(prometheus, "echosounder_drain_ends_total{outcome=\"clean\"}");
    }
  }

  private static boolean hasData(Prometheus prometheus, String expression) {
    String concrete =
        expression
            .replace("$namespace", ".*")
            .replace("$pod", ".*")
            .replace("$__rate_interval", "15s");
    try {
      return !prometheus.query(concrete).isEmpty();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(concrete, e);
    }
  }

  private static void positive(Prometheus prometheus, String expression) throws Exception {
    prometheus.await(
        expression + " > 0", () -> prometheus.query(expression).stream().anyMatch(v -> v > 0));
  }

  private static int rehearseDrain(PackagedJar jar) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + jar.port() + "/api/drain");
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
