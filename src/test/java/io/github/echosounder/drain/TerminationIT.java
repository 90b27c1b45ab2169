package io.github.echosounder.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to a packaged jar that has done little or nothing before. */
class TerminationIT {

  private static final String GRACE = "echosounder.drain.routing-grace=";

  @Test
  void aSigintEndsAServerThatHasJustStarted() throws Exception {
    try (PackagedJar jar = start("1h")) {
      jar.awaitOutput("Listening on");
      jar.interrupt();
      assertEndsWith0(jar);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/q/health/live", "/q/health/ready", "/metrics"})
  void aSigintEndsAServerThatWasAskedForNothingButOnePath(String path) throws Exception {
    try (PackagedJar jar = start("1h")) {
      jar.awaitOutput("Listening on");
      URI uri = URI.create("http://127.0.0.1:" + jar.port() + path);
      HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
      jar.interrupt();
      assertEndsWith0(jar);
    }
  }

  @Test
  void aSigtermEndsAServerThatHasJustStarted() throws Exception {
    try (PackagedJar jar = start("0s")) {
      jar.awaitOutput("Listening on");
      jar.terminate();
      assertEndsWith0(jar);
    }
  }

  @Test
  void aSigintDuringTheDrainHastensIt() throws Exception {
    try (PackagedJar jar = start("1h")) {
      jar.awaitOutput("Listening on");
      jar.terminate();
      jar.awaitOutput("drain begins");
      jar.interrupt();
      assertEndsWith0(jar);
    }
  }

  @Test
  void aSecondSigtermHastensTheDrainOfAServerThatHasJustStarted() throws Exception {
    try (PackagedJar jar = start("1h")) {
      jar.awaitOutput("Listening on");
      jar.terminate();
      jar.awaitOutput("drain begins");
      jar.terminate();
      assertEndsWith0(jar);
    }
  }

  @Test
  void aSignalDuringTheStartEndsTheProcessToo() throws Exception {
    try (PackagedJar jar = start("0s")) {
      jar.interrupt();
      // 130 is the JVM's own end by SIGINT: nothing was served yet that could be drained.
      int code = jar.awaitExit();
      assertTrue(code == 0 || code == 130, code + ": " + jar.output());
      assertFalse(jar.output().contains("\tat "), jar.output());
    }
  }

  private static PackagedJar start(String grace) throws Exception {
    return PackagedJar.start(PackagedJar.freePort(), Map.of(), GRACE + grace);
  }

  private static void assertEndsWith0(PackagedJar jar) throws Exception {
    assertEquals(0, jar.awaitExit(), jar.output());
    assertTrue(jar.output().contains("drain ends"), jar.output());
    assertFalse(jar.output().contains("Exception"), jar.output());
  }
}
