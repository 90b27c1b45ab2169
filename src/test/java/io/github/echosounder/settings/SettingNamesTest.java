package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which setting a wrong name was meant for. */
class SettingNamesTest {

  private final SettingNames names = new SettingNames("echosounder.", EchosounderConfig.class);

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, '', 3",
    "abc, abc, 0",
    "abc, abd, 1",
    "abc, ab, 1",
    "abc, xabc, 1",
    "abc, bc, 1",
    "kitten, sitting, 3",
    "ab, ba, 2"
  })
  void theDistanceIsTheNumberOfLettersToChange(String a, String b, int distance) {
    assertEquals(distance, SettingNames.distance(a, b));
  }

  @Test
  void threeWrongLettersOfALongNameAreASlipAndFourAreNot() {
    assertEquals(
        Optional.of("echosounder.max-connections"), names.meantBy("echosounder.max-connectxyzs"));
    assertEquals(Optional.empty(), names.meantBy("echosounder.max-connecwxyzs"));
  }

  @Test
  void theSameIsTrueOfVariables() {
    assertEquals(
        Optional.of("echosounder.max-connections"),
        names.meantByVariable("ECHOSOUNDER_MAX_CONNECTXYZS"));
    assertEquals(Optional.empty(), names.meantByVariable("ECHOSOUNDER_MAX_CONNECWXYZS"));
  }

  @Test
  void theNamesAreThoseOfTheMapping() {
    assertTrue(names.all().contains("echosounder.drain.close-code"));
    assertTrue(names.has("echosounder.subprotocols[0]"));
    assertTrue(names.hasVariable("ECHOSOUNDER_SUBPROTOCOLS_0_"));
    assertFalse(names.has("echosounder.other"));
    assertFalse(names.hasVariable("ECHOSOUNDER_OTHER"));
    assertFalse(names.all().stream().anyMatch(name -> name.endsWith("[*]")));
  }

  @Test
  void aNameIsOfTheseByItsPrefix() {
    assertTrue(names.isOfThese("echosounder.other"));
    assertFalse(names.isOfThese("quarkus.http.port"));
    assertTrue(names.isVariableOfThese("ECHOSOUNDER_OTHER"));
    assertFalse(names.isVariableOfThese("QUARKUS_HTTP_PORT"));
  }
}
