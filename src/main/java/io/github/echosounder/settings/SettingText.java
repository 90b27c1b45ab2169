package io.github.echosounder.settings;

import java.time.Duration;

/** Durations and sizes written as a setting has them: {@code 250ms}, {@code 5s}, {@code 16M}. */
public final class SettingText {

  private SettingText() {}

  /** In the largest unit of which it is a whole number. */
  public static String of(Duration duration) {
    if (duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis == 0 ? "0s" : millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes % 60 != 0) {
      return minutes + "m";
    }
    return minutes % (24 * 60) == 0 ? minutes / (24 * 60) + "d" : minutes / 60 + "h";
  }

  /**
   * Bytes, in the largest unit of which they are a whole number; a unit is 1,024 of the smaller.
   */
  public static String ofSize(long bytes) {
    String[] units = {"", "K", "M", "G"};
    int unit = 0;
    long value = bytes;
    while (unit < units.length - 1 && value != 0 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return value + units[unit];
  }
}
