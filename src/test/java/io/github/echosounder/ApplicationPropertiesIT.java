package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same of the packaged jar: what it writes, and where. */
class ApplicationPropertiesIT {

  @Test
  void theLogHasOnlyWhatHappenedALineEachAlsoWhenItIsNotReady() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(PackagedJar.freePort(), Map.of(), "echosounder.drain.routing-grace=1h")) {
      jar.awaitOutput("Listening on");
      assertEquals(200, get(jar, "/q/health/ready"));
      jar.terminate();
      jar.awaitOutput("drain begins");
      assertEquals(503, get(jar, "/q/health/ready"));
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());
      List<String> lines = jar.output().lines().toList();
      for (String line : lines) {
        assertTrue(
            line.matches("\\d{4}-\\S+ \\S+ INFO  \\[(io\\.quarkus|echosounder\\S*)] .*"),
            jar.output());
      }
    }
  }

  @Test
  void nothingIsWrittenToTheTemporaryDirectory(@TempDir Path tmp) throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of(),
            "java.io.tmpdir=" + tmp,
            "echosounder.drain.routing-grace=0s")) {
      jar.awaitOutput("Listening on");
      for (String path : List.of("/", "/demo.html", "/api/info", "/metrics", "/q/health")) {
        assertEquals(200, get(jar, path), path);
      }
      assertEquals(List.of(), list(tmp));
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());
    }
  }

  private static int get(PackagedJar jar, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + jar.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).toList();
    }
  }
}
