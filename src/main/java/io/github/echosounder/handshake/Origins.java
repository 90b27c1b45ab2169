package io.github.echosounder.handshake;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which pages may connect (RFC 6455, 10.2). A client that is no browser sends no origin. */
public final class Origins {

  private static final String ALL = "*";

  private final boolean isEveryoneAllowed;
  private final Set<String> allowed;

  public Origins(List<String> allowed) {
    this.isEveryoneAllowed = allowed.contains(ALL);
    this.allowed = allowed.stream().map(Origins::normalized).collect(Collectors.toSet());
  }

  boolean allow(String origin) {
    return isEveryoneAllowed || allowed.contains(normalized(origin));
  }

  /** RFC 6454, 4: in lower case, and without the port that the scheme has anyway. */
  private static String normalized(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://") || lower.startsWith("wss://")) {
      return withoutPort(lower, ":443");
    }
    return lower.startsWith("http://") || lower.startsWith("ws://")
        ? withoutPort(lower, ":80")
        : lower;
  }

  private static String withoutPort(String origin, String port) {
    return origin.endsWith(port) ? origin.substring(0, origin.length() - port.length()) : origin;
  }
}
