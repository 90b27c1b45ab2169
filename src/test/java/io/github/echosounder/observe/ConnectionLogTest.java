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

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3:56870, 10.1.2.3:56870",
    "[2001:db8::1]:443, [2001:db8::1]:443",
    "1.2.3.4 status=101 by=client:80, 1.2.3.4?status?101?by?client:80",
    "'1.2.3.4\u00a0status=101', 1.2.3.4?status?101",
    "'1.2.3.4\" code=1000', 1.2.3.4??code?1000"
  })
  void anAddressThatAClientChoseIsOneField(String peer, String logged) {
    assertEquals(logged, ConnectionLog.word(peer));
  }

  @Test
  void whatAClientSaysFillsNoLog() {
    assertEquals("x".repeat(200) + "...", ConnectionLog.printable("x".repeat(20_000)));
  }
}
