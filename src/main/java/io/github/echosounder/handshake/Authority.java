package io.github.echosounder.handshake;

/** A host, or a host and a port (RFC 3986, 3.2), as the field Host and absolute targets have it. */
public final class Authority {

  private static final String IN_NAMES = "-._~!$&'()*+,;=";
  private static final int GROUPS = 8;
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
    while (at < authority.length()) {
      if (isOfName(authority.charAt(at))) {
        at++;
      } else if (isEncoded(authority, at)) {
        at += 3;
      } else {
        return at;
      }
    }
    return at;
  }

  private static boolean isEncoded(String authority, int at) {
    return authority.charAt(at) == '%'
        && at + 2 < authority.length()
        && isHex(authority.charAt(at + 1))
        && isHex(authority.charAt(at + 2));
  }

  /** An IPv6 address, or one of a version to come. */
  private static boolean isLiteral(String authority, int close) {
    String literal = authority.substring(1, close);
    return isIpV6(literal) || literal.matches("[vV]\\p{XDigit}+\\.[\\w.~!$&'()*+,;=:-]+");
  }

  private static boolean isIpV6(String literal) {
    int gap = literal.indexOf("::");
    if (gap < 0) {
      return groups(literal, true) == GROUPS;
    }
    int before = groups(literal.substring(0, gap), false);
    int behind = groups(literal.substring(gap + 2), true);
    return before >= 0 && behind >= 0 && before + behind < GROUPS;
  }

  /** How many groups of 16 bits these are; -1 where one is none. */
  private static int groups(String text, boolean mayEndInIpV4) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] groups = text.split(":", -1);
    int count = groups.length;
    for (int i = 0; i < groups.length; i++) {
      boolean isIpV4 = mayEndInIpV4 && i == groups.length - 1 && isIpV4(groups[i]);
      if (isIpV4) {
        count++;
      } else if (!groups[i].matches("\\p{XDigit}{1,4}")) {
        return -1;
      }
    }
    return count;
  }

  private static boolean isIpV4(String text) {
    String octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    return text.matches(octet + "(\\." + octet + "){3}");
  }

  private static boolean isOfName(char c) {
    return isAlphanumeric(c) || IN_NAMES.indexOf(c) >= 0;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
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
