package io.github.echosounder.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files over HTTP. */
@QuarkusTest
class PageResourceTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI home;

  @ParameterizedTest(name = "GET /{0} is {1}")
  @CsvSource({
    "'', text/html;charset=UTF-8",
    "demo.html, text/html;charset=UTF-8",
    "page/app.js, text/javascript;charset=UTF-8",
    "page/page.css, text/css;charset=UTF-8",
    "page/logo.svg, image/svg+xml"
  })
  void aFileOfThePageIsServedGuarded(String path, String mediaType) throws Exception {
    var response = get(path);
    assertEquals(200, response.statusCode());
    var headers = response.headers();
    assertEquals(mediaType, headers.firstValue("Content-Type").orElseThrow());
    assertEquals("no-cache", headers.firstValue("Cache-Control").orElseThrow());
    assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElseThrow());
    assertEquals("no-referrer", headers.firstValue("Referrer-Policy").orElseThrow());
    var policy = headers.firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
    assertFalse(policy.contains("unsafe"));
  }

  /** RFC 9110, 12.5.3. */
  @ParameterizedTest(name = "Accept-Encoding: {0} is gzip: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br | true",
        "br;q=1, GZIP;q=0.5 | true",
        "gzip;q=0 | false",
        "br | false"
      })
  void aFileIsCompressedForWhoTakesThat(String accepted, boolean isGzip) throws Exception {
    var answer = conditional("GET", "Accept-Encoding", accepted);
    assertEquals(isGzip, answer.headers().firstValue("Content-Encoding").isPresent());
    assertEquals("Accept-Encoding", answer.headers().firstValue("Vary").orElseThrow());
    var body = new ByteArrayInputStream(answer.body());
    try (var plain = isGzip ? new GZIPInputStream(body) : body) {
      assertArrayEquals(get("page/app.js").body(), plain.readAllBytes());
    }
    assertEquals(isGzip, !tag().equals(answer.headers().firstValue("ETag").orElseThrow()));
  }

  @Test
  void whatTheIndexNamesIsKeptForGoodAndAnotherReleasesIsNot() throws Exception {
    var html = new String(get("").body(), UTF_8);
    var name = Pattern.compile("page/([0-9a-f]{16})/app\\.js").matcher(html);
    assertTrue(name.find());
    assertEquals("public, max-age=31536000, immutable", caching(name.group()));
    assertEquals("no-cache", caching("page/0123456789abcdef/app.js"));
    assertEquals("no-cache", caching("page/app.js"));
  }

  private String caching(String path) throws Exception {
    var answer = get(path);
    assertEquals(200, answer.statusCode());
    return answer.headers().firstValue("Cache-Control").orElseThrow();
  }

  @Test
  void bothAddressesShowTheSamePage() throws Exception {
    assertArrayEquals(get("").body(), get("demo.html").body());
  }

  @Test
  void everyFileThatThePageNamesIsThereAndNamedRelatively() throws Exception {
    var html = new String(get("").body(), UTF_8);
    var links = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(html);
    int found = 0;
    while (links.find()) {
      assertTrue(links.group(1).startsWith("page/"), links.group(1));
      assertEquals(200, get(links.group(1)).statusCode(), links.group(1));
      found++;
    }
    assertTrue(found >= 3);
  }

  /** Indentation does not travel: within a template it would be content. */
  @Test
  void noTemplateOfAScriptHasSeveralLines() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources/page"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".js")).toList()) {
        String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|(?m)^ *//.*$", "");
        Pattern.compile("`[^`]*`")
            .matcher(code)
            .results()
            .forEach(
                template -> assertFalse(template.group().contains("\n"), file + template.group()));
      }
    }
  }

  /** Uncompressed; a comment in a script is for who reads the source, and does not travel. */
  @Test
  void thePageIsSmallerThanTwoHundredKilobytes() throws Exception {
    var names = new TreeSet<String>();
    var unread = new ArrayDeque<>(List.of(""));
    int sum = 0;
    while (!unread.isEmpty()) {
      var content = new String(get(unread.remove()).body(), UTF_8);
      sum += content.getBytes(UTF_8).length;
      assertFalse(content.contains("\n/**"), content);
      Pattern.compile("[a-z][a-z0-9-]*\\.(?:js|css|svg)\\b")
          .matcher(content)
          .results()
          .map(name -> "page/" + name.group())
          .filter(names::add)
          .forEach(unread::add);
    }
    assertTrue(names.size() > 40, names::toString);
    assertTrue(sum < 200_000, "bytes: " + sum);
  }

  @Test
  void aFileMayHaveADigitInItsName() {
    assertTrue(PageFiles.NAME.matcher("rfc6455.js").matches());
  }

  /** RFC 9110, 13.1.2: weak comparison, for proxies weaken the tags of what they compress. */
  @ParameterizedTest(name = "{0} If-None-Match: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET  | TAG",
        "HEAD | TAG",
        "GET  | W/TAG",
        "HEAD | W/TAG",
        "GET  | \"other\", W/TAG",
        "GET  | \"with,comma\",TAG",
        "GET  | *",
        "HEAD | *"
      })
  void anUnchangedFileIsNotSentAgain(String method, String condition) throws Exception {
    var tag = tag();
    var again = conditional(method, "If-None-Match", condition.replace("TAG", tag));
    assertEquals(304, again.statusCode());
    assertEquals(0, again.body().length);
    assertEquals(tag, again.headers().firstValue("ETag").orElseThrow());
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "If-None-Match | \"other\"         | 200",
        "If-None-Match | W/\"other\"       | 200",
        "If-None-Match | nonsense          | 200",
        "If-Match      | TAG               | 200",
        "If-Match      | \"other\", TAG    | 200",
        "If-Match      | *                 | 200",
        "If-Match      | W/TAG             | 412",
        "If-Match      | \"other\"         | 412"
      })
  void aConditionIsHeldAgainstTheTag(String header, String condition, int status) throws Exception {
    var answer = conditional("GET", header, condition.replace("TAG", tag()));
    assertEquals(status, answer.statusCode());
    if (status == 412) {
      assertTrue(new String(answer.body(), UTF_8).contains("If-Match"));
    }
  }

  private String tag() throws Exception {
    return get("page/app.js").headers().firstValue("ETag").orElseThrow();
  }

  private HttpResponse<byte[]> conditional(String method, String header, String condition)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(home.resolve("page/app.js"))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header(header, condition)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"page/absent.js", "page/", "page/index.html", "page/deep/app.js"})
  void anUnknownFileIsASmallNotFound(String path) throws Exception {
    var response = get(path);
    assertEquals(404, response.statusCode());
    assertTrue(response.body().length < 500);
  }

  @ParameterizedTest(name = "{0} /{1} is not allowed, but {2} are")
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | '' | GET, HEAD",
        "PUT | metrics | GET, HEAD",
        "PATCH | api/info | GET, HEAD",
        "DELETE | api/drain | GET, HEAD, POST"
      })
  void aWrongMethodIsToldTheRightOnes(String method, String path, String allowed) throws Exception {
    var response =
        http.send(
            HttpRequest.newBuilder(home.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(405, response.statusCode());
    assertEquals(allowed, response.headers().firstValue("Allow").orElseThrow());
    assertTrue(response.body().contains("allowed: " + allowed), response.body());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/page/../application.properties",
        "/page/..%2fapplication.properties",
        "/page/%2e%2e/application.properties",
        "/page/..%5capplication.properties",
        "/page/....//application.properties",
        "/page//etc/passwd",
        "/page/app.js%00.css"
      })
  void noPathLeadsOutOfThePage(String target) throws Exception {
    var answer = raw("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    assertTrue(answer.matches("(?s)HTTP/1\\.1 4\\d\\d .*"), answer);
    assertFalse(answer.contains("quarkus.http"), answer);
  }

  /** HttpClient would tidy the path up first. */
  private String raw(String request) throws IOException {
    try (var socket = new Socket(home.getHost(), home.getPort())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(home.resolve(path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }
}
