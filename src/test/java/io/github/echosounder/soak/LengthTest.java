package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthTest {

  @Test
  void itIsTwentySecondsWhereNothingIsSaid() {
    assertEquals(new Length(Duration.ofSeconds(20), null), Length.of(null, null));
  }

  @ParameterizedTest
  @CsvSource({"5s, PT5S", "90s, PT1M30S", "30m, PT30M", "2h, PT2H", "48h, PT48H"})
  void aDurationCarriesItsUnit(String text, Duration duration) {
    assertEquals(new Length(duration, -7L), Length.of(text, "-7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "m", "30M", "30 m", "1d", "-5s", "4s", "49h", "99999999999h"})
  void anythingElseIsRefusedWithWhatIsAllowed(String text) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Length.of(text, null)).toString();
    assertTrue(said.contains(": -Dsoak=" + text + ": allowed is a duration from 5s to 48h"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seven", "1.5", "9223372036854775808"})
  void aSeedIsADecimal(String text) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Length.of(null, text)).toString();
    assertTrue(said.contains(": -Dsoak.seed=" + text + ": allowed is a signed 64-bit"), said);
  }
}
