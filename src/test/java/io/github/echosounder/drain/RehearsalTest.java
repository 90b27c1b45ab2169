package io.github.echosounder.drain;

import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.observe.Scrape;
import io.github.echosounder.verdicts.Asked;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
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
import java.util.List;
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

  @Test
  void whatAClientOfAChosenFailureGetsIsWhatTheAccountAndTheMetricSay() throws Exception {
    Target target = new Target(server.getHost(), server.getPort(), false);
    Asked asked = new Asked(server.getAuthority());
    try (RawSocket late = RawSocket.connect(target);
        RawSocket hanging = RawSocket.connect(target)) {
      late.send(Handshake.to("/ws/refuse?status=502&after=60s&label=rehearsed-1").bytes());
      hanging.send(Handshake.to("/ws/refuse?hang&label=rehearsed-2").bytes());
      for (String label : List.of("rehearsed-1", "rehearsed-2")) {
        asked.awaitRefusal(label, known -> known.get("state").asText().equals("pending"));
      }
      double before = counted("5xx");
      double noneBefore = counted("none");
      assertEquals(202, status("POST", "/api/drain"));
      ResponseHead head = late.readHead();
      assertEquals(502, head.status());
      late.readBody(head);
      assertTrue(late.ends());
      assertTrue(hanging.ends());
      JsonNode told =
          asked.awaitRefusal(
              "rehearsed-1", known -> known.get("state").asText().equals("answered"));
      assertEquals(head.only("Echosounder-Request"), told.get("id").asText());
      assertEquals(502, told.get("status").asInt());
      assertEquals(told, asked.refusal(told.get("id").asText()));
      JsonNode none =
          asked.awaitRefusal(
              "rehearsed-2", known -> known.get("state").asText().equals("unanswered"));
      assertTrue(none.path("status").isMissingNode(), none.toString());
      for (int i = 0; i < 500 && pending() > 0; i++) {
        RawSocket.pause(20);
      }
      for (JsonNode known : List.of(told, none)) {
        String reason = known.get("reason").asText();
        assertTrue(reason.endsWith(" early, since this instance was leaving"), reason);
      }
      assertEquals(before + 1, counted("5xx"));
      assertEquals(noneBefore + 1, counted("none"));
    }
    for (int i = 0; i < 500 && status("GET", "/q/health/ready") != 200; i++) {
      RawSocket.pause(20);
    }
  }

  private double pending() throws Exception {
    return Scrape.of(server.resolve("/metrics")).sum("echosounder_refusals_pending");
  }

  private double counted(String status) throws Exception {
    return Scrape.of(server.resolve("/metrics")).samples().stream()
        .filter(sample -> sample.name().equals("echosounder_handshakes_total"))
        .filter(sample -> "asked-for".equals(sample.labels().get("result")))
        .filter(sample -> status.equals(sample.labels().get("status")))
        .mapToDouble(Scrape.Sample::value)
        .sum();
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
