package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.settings.SettingsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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

  private static final long OLD_NANOS = 20_000_000;

  private static final Connection CONNECTION =
      new Connection("id-1", new Connection.Handshake("/ws", "192.0.2.1:1", "", "", null));

  private static final Verdict VERDICT = new Verdict(Cause.CLIENT_CLOSE, 4001, "bye", null, null);

  @Test
  void aLineTellsTheCodeTheAgeAndTheMessagesOfAConnection() {
    CONNECTION.countIn(3, 30);
    CONNECTION.countOut(2, 20);
    String line = line(log -> log.closed(aged(), VERDICT));
    assertTrue(line.startsWith("closed id=id-1 code=4001 by=client cause=client-close "), line);
    assertTrue(line.endsWith(" in=3 out=2 reason=\"bye\""), line);
    String age = line.replaceFirst(".* after=(\\S+) .*", "$1");
    assertTrue(age.endsWith("s"), line);
    double unit = age.endsWith("ms") ? 1e-3 : 1;
    assertWithinItsLife(Double.parseDouble(age.replaceFirst("[a-z]+", "")) * unit, 0.1);
  }

  @Test
  void aLineTellsTheStatusOfARefusal() {
    assertTrue(line(log -> log.refused(refusal(431))).contains(" status=431 "));
    assertTrue(line(log -> log.refused(refusal(Refusal.NO_RESPONSE))).contains(" status=none "));
  }

  private static Refusal refusal(int status) {
    return new Refusal("id-2", "/ws", "192.0.2.1:1", status, "made by the test", null);
  }

  private static Connection aged() {
    while (CONNECTION.ageNanos() < OLD_NANOS) {
      Thread.onSpinWait();
    }
    return CONNECTION;
  }

  /** {@code precision} is that of an age above a second. */
  private static void assertWithinItsLife(double seconds, double precision) {
    double oldest = CONNECTION.ageNanos() / 1e9 + precision;
    assertTrue(seconds >= OLD_NANOS / 1e9 && seconds <= oldest, seconds + " of " + oldest);
  }

  private static String line(Consumer<ConnectionLog> news) {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("echosounder.connections");
    log.addHandler(handler);
    try {
      news.accept(new ConnectionLog(SettingsTable.config(Map.of())));
    } finally {
      log.removeHandler(handler);
    }
    assertEquals(1, lines.size(), lines.toString());
    return lines.get(0);
  }

  @Test
  void whatAClientSaysFillsNoLog() {
    assertEquals("x".repeat(200) + "...", ConnectionLog.printable("x".repeat(20_000)));
  }
}
