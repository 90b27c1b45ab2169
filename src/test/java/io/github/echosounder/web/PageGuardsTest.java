package io.github.echosounder.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What keeps the page from harm, and caches from mixing its files up. */
@QuarkusTest
class PageGuardsTest {

  private static final Map<String, String> POLICY =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("default-src", "'none'"),
              Map.entry("script-src", "'self'"),
              Map.entry("style-src", "'self'"),
              Map.entry("img-src", "'self'"),
              Map.entry("connect-src", "'self' ws: wss:"),
              Map.entry("base-uri", "'none'"),
              Map.entry("form-action", "'none'"),
              Map.entry("frame-ancestors", "'none'"),
              Map.entry("require-trusted-types-for", "'script'"),
              Map.entry("trusted-types", "socket-worker")));

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI home;

  private HttpResponse<String> get(String path, String coding) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(home.resolve(path)).header("Accept-Encoding", coding).build(),
            BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }

  @Test
  void eachFileHasTheWholePolicyAndNothingMore() throws Exception {
    for (String path : List.of("", "demo.html", "page/app.js", "page/page.css", "page/logo.svg")) {
      Map<String, String> policy = new TreeMap<>();
      for (String directive :
          header(get(path, "identity"), "Content-Security-Policy").split("; *", -1)) {
        String[] parts = directive.split(" ", 2);
        policy.put(parts[0], parts.length > 1 ? parts[1] : "");
      }
      assertEquals(POLICY, policy, path);
    }
  }

  @Test
  void eachFileAndEachCodingHasATagOfItsOwnAndCachesAreToldOfTheCoding() throws Exception {
    Map<String, String> seen = new HashMap<>();
    for (String path : List.of("", "page/app.js", "page/page.css", "page/logo.svg")) {
      for (String coding : List.of("identity", "gzip")) {
        var response = get(path, coding);
        assertEquals(200, response.statusCode(), path);
        assertEquals("Accept-Encoding", header(response, "Vary"), path);
        String tag = header(response, "ETag");
        assertTrue(tag.matches("\"[^\"]+\""), tag);
        String before = seen.put(tag, path + " as " + coding);
        assertEquals(null, before, "the same tag for " + path + " as " + coding);
      }
    }
  }

  @Test
  void aFileBelowTheFolderOfItsReleaseIsKeptAndOneBelowAnotherIsAskedForEachTime()
      throws Exception {
    var folder =
        Pattern.compile("page/([0-9a-f]{16})/app\\.js").matcher(get("", "identity").body());
    assertTrue(folder.find());
    String kept = "page/" + folder.group(1) + "/app.js";
    assertTrue(header(get(kept, "identity"), "Cache-Control").contains("immutable"));
    String other = "page/0123456789abcdef/app.js";
    assertNotEquals(kept, other);
    assertEquals("no-cache", header(get(other, "identity"), "Cache-Control"));
    assertEquals("no-cache", header(get("page/app.js", "identity"), "Cache-Control"));
  }
}
