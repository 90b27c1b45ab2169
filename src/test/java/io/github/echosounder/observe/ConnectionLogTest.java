package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line of the log is made of. */
class ConnectionLogTest {

  @ParameterizedTest(name = "{0} ns are {1}")
  @CsvSource({
    "999999, 0ms",
    "999999999, 999ms",
    "1000000000, 1.0s",
    "1960000000, 2.0s",
    "60040000000, 60.0s",
    "86400000000000, 86400.0s"
  })
  void anAgeIsInMillisecondsBelowASecond(long nanos, String text) {
    assertEquals(text, ConnectionLog.age(nanos));
  }

  @Test
  void whatAClientSaysBreaksOutOfNothing() {
    assertEquals("a?b?c?d?e 说", ConnectionLog.printable("a\nb\"c\\d\u2028e 说"));
  }

  @Test
  void whatAClientSaysFillsNoLog() {
    assertEquals("x".repeat(200) + "...", ConnectionLog.printable("x".repeat(20_000)));
  }
}
