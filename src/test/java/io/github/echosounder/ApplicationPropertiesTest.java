package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.observe.Scrape;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What application.properties sets, by what it does. */
@QuarkusTest
class ApplicationPropertiesTest {

  @TestHTTPResource("/metrics")
  @SuppressWarnings("NullAway.Init")
  URI metrics;

  @Inject
  @SuppressWarnings("NullAway.Init")
  Vertx vertx;

  @Test
  @EnabledOnOs(OS.LINUX)
  void theNativeTransportIsUsedWhereThereIsOne() {
    assertTrue(vertx.isNativeTransportEnabled());
  }

  @Test
  void noMetricTakesAWebSocketForARequestOrTellsOfTheInsides() throws Exception {
    HttpRequest page = HttpRequest.newBuilder(metrics.resolve("/")).build();
    assertEquals(
        200, HttpClient.newHttpClient().send(page, BodyHandlers.discarding()).statusCode());
    List<String> others =
        Scrape.of(metrics).types().keySet().stream()
            .filter(name -> !name.matches("(echosounder|jvm|process|system)_.*"))
            .toList();
    assertEquals(List.of(), others);
  }
}
