package io.github.echosounder.wire.opening;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the field Date says (RFC 9110, 5.6.7 and 6.6.1). */
final class HttpDate {

  static final String FIELD = "Date";

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
  private static final Clock CLOCK = Clock.systemUTC();

  private HttpDate() {}

  static String now() {
    return LocalDateTime.ofInstant(CLOCK.instant(), ZoneOffset.UTC).format(IMF_FIXDATE);
  }
}
