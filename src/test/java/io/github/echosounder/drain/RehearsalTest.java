package io.github.echosounder.drain;

import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `POST /api/drain`, where the setting allows it. */
@QuarkusTest
@TestProfile(RehearsalAllowed.class)
class RehearsalTest {
  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI server;

  @Test
  void aRehearsalClosesWhoIsThereAndLeavesAloneWhoComesBack() throws Exception {
    try (Peer quiet = open();
        Peer amid = open()) {
      amid.send(text("half a message").unfinished());
      amid.fragment();
      assertEquals(200, status("GET", "/q/health/ready"));
      assertEquals(202, status("POST", "/api/drain"));

      assertEquals(1012, quiet.frame().closeCode());
      quiet.send(close(1012));
      assertTrue(quiet.socket().ends(), "bytes after the Close");
      quiet.socket().close();
      // Until this one answers, the rehearsal goes on; its Close is the last that is sent.
      assertEquals(1012, amid.frame().closeCode());
      try (Peer back = open()) {
        assertEquals(503, status("GET", "/q/health/ready"));
        assertEquals(200, status("GET", "/q/health/live"));
        assertEquals(409, status("POST", "/api/drain"));
        amid.socket().reset();
        awaitProgress("{\"draining\":false,\"remaining\":0,\"cleanEnds\":1,\"forcedEnds\":1}");
        assertEquals(200, status("GET", "/q/health/ready"));
        back.expectAlive();
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, https://elsewhere.example",
    "Origin, null",
    "Content-Type, application/x-www-form-urlencoded",
    "Content-Type, multipart/form-data;boundary=x",
    "Content-Type, text/plain"
  })
  void aRehearsalThatAPageFromElsewhereAsksForIsRefusedWithTheReason(String header, String value)
      throws Exception {
    try (Peer peer = open()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/api/drain"))
              .POST(BodyPublishers.noBody())
              .header(header, value)
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertEquals(403, answer.statusCode(), answer.body());
      assertEquals(
          "application/problem+json", answer.headers().firstValue("Content-Type").orElseThrow());
      assertTrue(answer.body().contains(header + " is " + value), answer.body());
      assertEquals(200, status("GET", "/q/health/ready"));
      peer.expectAlive();
    }
  }

  private void awaitProgress(String expected) throws Exception {
    String progress = send("GET", "/api/drain").body();
    for (int i = 0; i < 500 && !progress.equals(expected); i++) {
      RawSocket.pause(20);
      progress = send("GET", "/api/drain").body();
    }
    assertEquals(expected, progress);
  }

  private Peer open() {
    Target target = new Target(server.getHost(), server.getPort(), false);
    return Peer.open(RawSocket.connect(target), Handshake.to("/ws"), false);
  }

  private int status(String method, String path) throws Exception {
    return send(method, path).statusCode();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
