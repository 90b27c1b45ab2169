package io.github.echosounder.wire.opening;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** What the field Date says (RFC 9110, 5.6.7 and 6.6.1). */
final class HttpDate {

  static final String FIELD = "Date";

  private HttpDate() {}

  /** Netty knows the form, of a java.util.Date alone. */
  @SuppressWarnings("JavaUtilDate")
  static String now() {
    return DateFormatter.format(new Date());
  }
}
