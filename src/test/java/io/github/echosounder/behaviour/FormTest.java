package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.behaviour.Form.After;
import io.github.echosounder.law.Holds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the values of knobs are written. */
class FormTest {

  private static final String MANY_NINES = "9".repeat(10_000);
  private static final String MANY_ZEROS = "0".repeat(10_000);

  private static final Form<Duration> MINUTE = Form.duration(Duration.ZERO, Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource({
    "0ms, PT0S",
    "0h, PT0S",
    "250ms, PT0.25S",
    "0250ms, PT0.25S",
    "2s, PT2S",
    "1m, PT1M",
    "60000ms, PT1M"
  })
  void aDurationIsAWholeNumberAndItsUnit(String text, Duration duration) {
    assertEquals(duration, MINUTE.read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "250", "ms", "0.5s", "1,5s", "-1s", "+1s", " 1s", "1s ", "1 s", "1S", "1sec", "1m30s",
        "PT1S", "1us", "1d", "0x1s", "1e3ms", "١s", "1s\n"
      })
  void anythingElseIsNoDuration(String text) {
    assertNull(MINUTE.read(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"60001ms", "61s", "2m", "1h", "999999999999h", "9999999999999h"})
  void aDurationBeyondItsRangeIsRefused(String text) {
    assertNull(MINUTE.read(text));
  }

  @Test
  void aDurationIsBoundedBelowToo() {
    Form<Duration> ping = Form.duration(Duration.ofMillis(100), Duration.ofHours(1));
    assertNull(ping.read("99ms"));
    assertEquals(Duration.ofMillis(100), ping.read("100ms"));
    assertEquals(Duration.ofHours(1), ping.read("1h"));
    assertNull(ping.read("3601s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ms", "s", "m", "h"})
  void aDurationDoesNotOverflow(String unit) {
    assertNull(MINUTE.read("9223372036854775808" + unit));
    assertNull(MINUTE.read(MANY_NINES + unit));
    assertEquals(Duration.ZERO, MINUTE.read(MANY_ZEROS + unit));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "001, 1",
    "64K, 65536",
    "64KiB, 65536",
    "1M, 1048576",
    "1MiB, 1048576",
    "1048576, 1048576"
  })
  void aSizeIsBytesOrCarriesAUnitOf1024(String text, long bytes) {
    assertEquals(bytes, Form.size(1, 1 << 20).read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "K", "0", "0K", "1k", "1kB", "1KB", "1kib", "1Ki", "1G", "1GiB", "1B", "1.5K", "-1",
        "+1", "1 K", "2M", "1048577", "١"
      })
  void aSizeThatIsNoneOrBeyondItsRangeIsRefused(String text) {
    assertNull(Form.size(1, 1 << 20).read(text));
  }

  @Test
  void aSizeDoesNotOverflow() {
    // 2^44 MiB are 2^64 bytes, which are 0 in 64 bits.
    assertNull(Form.size(0, 1 << 20).read("17592186044416M"));
    assertNull(Form.size(0, 1 << 20).read(MANY_NINES + "M"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1024", "1K", "999999999999M", "17592186044416M", "99999999999999999999"})
  void aSizeWithoutABoundAboveHasNone(String text) {
    Long rate = Form.size(1024, Long.MAX_VALUE).read(text);
    assertTrue(rate != null && rate >= 1024, text + " is " + rate);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0.01, 0.01",
    "1.000, 1",
    "0%, 0",
    "1%, 0.01",
    "0.5%, 0.005",
    "100%, 1",
    "100.0%, 1",
    "0.00000000000000000001, 1e-20"
  })
  void aRatioIsAPartOf1OrAPercentage(String text, double ratio) {
    assertEquals(ratio, Form.ratio().read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%",
        ".5",
        "1.",
        "1.%",
        "-0.1",
        "+0.1",
        "1.01",
        "2",
        "101%",
        "100.0001%",
        "1%%",
        "1 %",
        "NaN",
        "Infinity",
        "1e-2",
        "0x1p-1",
        "0,01",
        "1d"
      })
  void aRatioThatIsNoneOrBeyond1IsRefused(String text) {
    assertNull(Form.ratio().read(text));
  }

  @Test
  void aRatioDoesNotOverflow() {
    assertNull(Form.ratio().read(MANY_NINES));
    assertNull(Form.ratio().read(MANY_NINES + "%"));
    assertEquals(0.0, Form.ratio().read(MANY_ZEROS + ".0"));
  }

  @ParameterizedTest
  @CsvSource({"400, 400", "0599, 599", "399,", "600,", "'',", "-400,", "+400,", "4e2,", "400.0,"})
  void aWholeNumberIsWithinItsRange(String text, Long number) {
    assertEquals(number, Form.whole(400, 599).read(text));
    assertNull(Form.whole(400, 599).read(MANY_NINES));
  }

  @Test
  void afterIsANumberOfMessagesOrADuration() {
    Form<After> after = Form.after();
    assertEquals(new After.Messages(10), after.read("10"));
    assertEquals(new After.Time(Duration.ofSeconds(5)), after.read("5s"));
    assertEquals(new After.Time(Duration.ofHours(24)), after.read("24h"));
    assertEquals(new After.Messages(999_999_999_999L), after.read("999999999999"));
    assertNull(after.read(MANY_NINES));
    for (String wrong : new String[] {"0", "0s", "25h", "86401s", "1.5", "-1", "1x", ""}) {
      assertNull(after.read(wrong), wrong);
    }
  }

  @Test
  @Holds({"6455-7.4.1-1", "6455-7.4.1-2", "6455-7.4.1-3"})
  void aCloseCodeIsOneThatAnEndpointMaySend() {
    Form<Integer> code = Form.closeCode();
    for (int i = 0; i < 11_000; i++) {
      boolean isAllowed =
          (i >= 1000 && i <= 1003)
              || (i >= 1007 && i <= 1009)
              || (i >= 1011 && i <= 1014)
              || (i >= 3000 && i <= 4999);
      assertEquals(isAllowed ? i : null, code.read(Integer.toString(i)), "code " + i);
    }
    for (String wrong : new String[] {"", "01000", "+1000", "1000.0", "4294968296", "normal"}) {
      assertNull(code.read(wrong), wrong);
    }
  }

  @Test
  void textIsMeasuredInBytesOfUtf8() {
    Form<String> reason = Form.text(6, false);
    assertEquals("接收", reason.read("接收"));
    assertNull(reason.read("接收!"));
    assertEquals("sechs!", reason.read("sechs!"));
    assertNull(reason.read("sieben!"));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "-7, -7",
    "007, 7",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775808,",
    "-9223372036854775809,",
    "18446744073709551615,",
    "'',",
    "-,",
    "+7,",
    "0x7,",
    "7L,",
    "7.0,"
  })
  void aSeedIsASignedNumberOf64Bits(String text, Long seed) {
    assertEquals(seed, Form.seed().read(text));
  }

  @Test
  void aChoiceIsOneOfItsWordsAsTheyAreWritten() {
    assertEquals(true, Form.onOrOff().read("on"));
    assertEquals(false, Form.onOrOff().read("off"));
    for (String wrong : new String[] {"On", "OFF", "true", "0", "", "on "}) {
      assertNull(Form.onOrOff().read(wrong), wrong);
    }
    assertEquals("text", Form.oneOf("text", "binary").read("text"));
    assertNull(Form.oneOf("text", "binary").read("Text"));
  }
}
