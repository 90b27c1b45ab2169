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
    this.allowed =
        allowed.stream().map(o -> o.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  boolean allow(String origin) {
    return isEveryoneAllowed || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }
}
