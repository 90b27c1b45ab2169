package io.github.echosounder.web;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests a browser may have sent for a page from elsewhere. */
class CrossSiteTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Host: pod:10083",
        "Host: pod:10083; Content-Type: application/json",
        // The page itself, on TLS that ends here or before, whatever a proxy made of Host and path.
        "Host: pod:10083; Sec-Fetch-Site: same-origin; Origin: https://ws.example",
        "Host: pod:10083; Sec-Fetch-Site: same-origin; Origin: null; Content-Type: text/plain",
        "Host: pod:10083; Sec-Fetch-Site: none",
        // The page itself on plain HTTP, where browsers send no Sec-Fetch-Site.
        "Host: ws.example; Origin: http://ws.example",
        "Host: ws.example:8080; Origin: http://ws.example:8080; Content-Type: text/plain",
        "Host: WS.example; Origin: http://ws.EXAMPLE",
        "Host: ws.example:80; Origin: http://ws.example",
        "Host: [::1]:10083; Origin: http://[::1]:10083",
        // An older browser, behind a proxy that ends TLS.
        "Host: ws.example; Origin: https://ws.example",
        "Host: ws.example:443; Origin: https://ws.example",
        "Host: pod:10083; X-Forwarded-Host: ws.example; Origin: https://ws.example",
        "Host: pod:10083; X-Forwarded-Host: ws.example, inner; Origin: https://ws.example"
      })
  void aRequestOfAToolOrOfThePageItselfIsAllowed(String headers) {
    assertNull(fault(headers));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Host: ws.example; Sec-Fetch-Site: cross-site",
        "Host: ws.example; Sec-Fetch-Site: same-site",
        "Host: ws.example; Sec-Fetch-Site: same-origin, cross-site",
        "Host: ws.example; Sec-Fetch-Site: something-new",
        // Whatever Origin says: behind it stands another port, or scheme, or a redirect.
        "Host: ws.example; Sec-Fetch-Site: same-site; Origin: https://ws.example",
        "Host: ws.example; Origin: https://elsewhere.example",
        "Host: ws.example; Origin: http://ws.example:8080",
        "Host: ws.example:80; Origin: https://ws.example",
        "Host: ws.example; Origin: http://ws.example.elsewhere.example",
        "Host: ws.example; Origin: null",
        "Host: ws.example; Origin: ws.example",
        "Host: ws.example; X-Forwarded-Host: other; Origin: http://elsewhere.example",
        "Host: ws.example; Content-Type: application/x-www-form-urlencoded",
        "Host: ws.example; Content-Type: Multipart/Form-Data;boundary=x",
        "Host: ws.example; Content-Type: text/plain;charset=UTF-8"
      })
  void aRequestThatAPageFromElsewhereCanCauseIsRefused(String headers) {
    assertNotNull(fault(headers));
  }

  @Test
  void theReasonNamesTheHeaderAndItsValue() {
    assertTrue(
        String.valueOf(fault("Host: ws.example; Origin: https://elsewhere.example"))
            .contains("Origin is https://elsewhere.example"));
    assertTrue(
        String.valueOf(fault("Sec-Fetch-Site: cross-site"))
            .contains("Sec-Fetch-Site is cross-site"));
    assertTrue(String.valueOf(fault("Content-Type: text/plain")).contains("leave both out"));
  }

  private static @Nullable String fault(String headers) {
    Map<String, List<String>> fields = new TreeMap<>();
    for (String header : headers.split("; ", -1)) {
      int colon = header.indexOf(": ");
      fields.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT),
          List.of(header.substring(colon + 2)));
    }
    return CrossSite.fault(name -> fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }
}
