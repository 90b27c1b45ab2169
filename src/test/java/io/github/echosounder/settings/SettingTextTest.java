package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is logged of a setting can be set. */
class SettingTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.25S, 250ms",
    "PT5S, 5s",
    "PT1M30S, 90s",
    "PT2M, 2m",
    "PT0.0000001S, PT0.0000001S",
    "PT1H30M, 90m",
    "PT1H, 1h",
    "PT24H, 1d",
    "P365D, 365d"
  })
  void aDurationIsInTheLargestUnitOfWhichItIsAWholeNumber(Duration duration, String text) {
    assertEquals(text, SettingText.of(duration));
    assertEquals(duration, new DurationConverter().convert(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "125, 125",
    "65536, 64K",
    "66000, 66000",
    "16777216, 16M",
    "1073741824, 1G",
    "1099511627776, 1024G"
  })
  void aSizeIsInTheLargestUnitOfWhichItIsAWholeNumber(long bytes, String text) {
    assertEquals(text, SettingText.ofSize(bytes));
    assertEquals(bytes, new MemorySizeConverter().convert(text).asLongValue());
  }
}
