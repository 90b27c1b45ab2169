package io.github.echosounder.handshake;

/** A host, or a host and a port (RFC 3986, 3.2), as the field Host and absolute targets have it. */
public final class Authority {

  private static final String IN_NAMES = "-._~!$&'()*+,;=%";
  private static final int LARGEST_PORT = 65_535;

  private Authority() {}

  /** RFC 9110, 4.2.1: an empty host is none. A port may be left out behind its colon. */
  public static boolean isValid(String authority) {
    int end = hostEnd(authority);
    return end > 0
        && (end == authority.length()
            || (authority.charAt(end) == ':' && isPort(authority, end + 1)));
  }

  private static int hostEnd(String authority) {
    if (authority.startsWith("[")) {
      int close = authority.indexOf(']');
      return close > 1 && isLiteral(authority, close) ? close + 1 : 0;
    }
    int at = 0;
    while (at < authority.length() && isOfName(authority.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isLiteral(String authority, int close) {
    for (int i = 1; i < close; i++) {
      char c = authority.charAt(i);
      if (c != ':' && c != '.' && !isAlphanumeric(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfName(char c) {
    return isAlphanumeric(c) || IN_NAMES.indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isPort(String authority, int from) {
    int port = 0;
    for (int i = from; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = 10 * port + (c - '0');
      if (port > LARGEST_PORT) {
        return false;
      }
    }
    return true;
  }
}
