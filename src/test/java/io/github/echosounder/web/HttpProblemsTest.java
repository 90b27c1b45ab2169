package io.github.echosounder.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told that asks over HTTP in the wrong place or in the wrong way. */
@QuarkusTest
class HttpProblemsTest {

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI home;

  @ParameterizedTest(name = "{0} with Accept {1} is {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /nothing            | */*              | 404 | Not found          | /api/info",
        "POST /nothing           | */*              | 404 | Not found          | /nothing",
        "GET /q/nothing          | */*              | 404 | Not found          | /q/health",
        "GET /page/absent.js     | */*              | 404 | Not found          | /page/absent.js",
        "PUT /                   | */*              | 405 | Method not allowed | GET, HEAD",
        "POST /api/info          | */*              | 405 | Method not allowed | GET, HEAD",
        "DELETE /api/drain       | */*              | 405 | Method not allowed | GET, HEAD, POST",
        "DELETE /page/app.js     | */*              | 405 | Method not allowed | GET, HEAD",
        "PATCH /metrics          | */*              | 405 | Method not allowed | GET, HEAD",
        "BREW /metrics           | */*              | 501 | Method not implemented | BREW",
        "GET /api/info           | text/html        | 406 | Not acceptable     | application/json",
        "GET /api/info           | nonsense         | 406 | Not acceptable     | Accept is nonsense",
        "GET /api/drain          | image/*, text/*  | 406 | Not acceptable     | image/*, text/*",
        "POST /api/drain         | text/html        | 406 | Not acceptable     | application/json"
      })
  void aWrongRequestGetsAProblemDocument(
      String request, String accept, int status, String title, String said) throws Exception {
    String answer = raw(request, "Accept: " + accept);
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(
        answer.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json"), answer);
    JsonNode problem = new ObjectMapper().readTree(body(answer));
    assertEquals("about:blank", problem.path("type").asText());
    assertEquals(title, problem.path("title").asText());
    assertEquals(status, problem.path("status").asInt());
    assertTrue(problem.path("detail").asText().contains(said), answer);
  }

  @ParameterizedTest(name = "HEAD {0} is {1}")
  @CsvSource({
    "/, 200",
    "/demo.html, 200",
    "/page/app.js, 200",
    "/api/info, 200",
    "/api/drain, 200",
    "/metrics, 200",
    "/q/health/ready, 200",
    "/nothing, 404"
  })
  void headIsAnsweredAsGetButWithoutABody(String path, int status) throws Exception {
    String answer = raw("HEAD " + path, "Accept: */*");
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertEquals("", body(answer));
  }

  @ParameterizedTest(name = "{0} of {1} is no matter where no body is read")
  @CsvSource({"text/x, /api/info", "application/xml, /", "image/png, /metrics"})
  void theTypeOfABodyThatNobodyReadsIsNoFault(String type, String path) throws Exception {
    assertTrue(raw("GET " + path, "Content-Type: " + type).startsWith("HTTP/1.1 200 "));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** HttpClient would not send some of these. */
  private String raw(String request, String header) throws IOException {
    try (Socket socket = new Socket(home.getHost(), home.getPort())) {
      socket.setSoTimeout(10_000);
      String head = request + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n" + header;
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
