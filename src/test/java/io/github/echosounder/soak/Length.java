package io.github.echosounder.soak;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code -Dsoak=30m -Dsoak.seed=7} ask for. */
record Length(Duration duration, @Nullable Long seed) {

  private static final Duration LEAST = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofDays(2);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");

  static Length of(@Nullable String duration, @Nullable String seed) {
    return new Length(
        duration == null ? Duration.ofSeconds(20) : duration(duration),
        seed == null ? null : seed(seed));
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      if (duration.compareTo(LEAST) >= 0 && duration.compareTo(MOST) <= 0) {
        return duration;
      }
    }
    throw new IllegalArgumentException(
        "-Dsoak=" + text + ": allowed is a duration from 5s to 48h, such as 90s, 30m or 2h");
  }

  private static Long seed(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-Dsoak.seed=" + text + ": allowed is a signed 64-bit decimal, such as 7", e);
    }
  }
}
