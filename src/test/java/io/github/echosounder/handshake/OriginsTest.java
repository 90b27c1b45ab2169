package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455, 10.2, and RFC 6454, 4 and 5. */
class OriginsTest {

  @ParameterizedTest
  @CsvSource({
    "https://a.example:443, https://a.example",
    "https://a.example, https://a.example:443",
    "http://a.example:80, http://a.example",
    "HTTPS://A.Example, https://a.example",
    "https://a.example:8443, https://a.example:8443",
    "http://[::1]:80, http://[::1]",
    "null, null"
  })
  void anOriginIsTheSameHoweverItIsWritten(String allowed, String origin) {
    assertTrue(new Origins(List.of(allowed)).allow(origin));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, http://a.example",
    "https://a.example:443, http://a.example:443",
    "http://a.example, http://a.example:443",
    "https://a.example, https://a.example:8443",
    "https://a.example, https://a.example.evil"
  })
  void anotherSchemeHostOrPortIsAnotherOrigin(String allowed, String origin) {
    assertFalse(new Origins(List.of(allowed)).allow(origin));
  }

  @Test
  void aRefusalNamesTheOriginBoundedAndWithNothingUnprintable() {
    HandshakeRules rules = new HandshakeRules(new Origins(List.of("http://a")), List.of(), true);
    String origin = "http://evil\u001b'" + "x".repeat(500);
    Problem problem = rules.firstProblem(Sample.to("/ws").with("Origin", origin).request());
    assertTrue(problem != null && problem.status() == 403);
    assertTrue(problem.detail().contains("'http://evil%1B%27xxx"), problem.detail());
    assertTrue(problem.detail().length() < 300, problem.detail());
    assertEquals(problem.detail(), problem.summary());
  }
}
