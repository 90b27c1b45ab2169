package io.github.echosounder.verdicts;

import java.time.Instant;

/** How texts and times are told. */
final class Text {

  private static final int LONGEST = 200;

  private Text() {}

  /** A client may have chosen it, and how long it is. */
  static String bounded(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  /** RFC 3339, in UTC. */
  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** Seconds with three decimals. */
  static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }
}
