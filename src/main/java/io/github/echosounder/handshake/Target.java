package io.github.echosounder.handshake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for (RFC 9112, 3.2).
 *
 * @param raw as sent, a character for each byte
 * @param path normalized (RFC 3986, 6.2.2); empty when the target has none
 * @param query as sent, without its question mark; null when there is none
 */
public record Target(String raw, String path, @Nullable String query) {

  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

  /** RFC 3986, 3.3 and 3.4. */
  private static final String RESERVED = "!$&'()*+,;=:@/?";

  public static Target of(String raw) {
    int from = raw.startsWith("/") ? 0 : authorityEnd(raw);
    if (from < 0) {
      return new Target(raw, "", null);
    }
    int question = raw.indexOf('?', from);
    String path = raw.substring(from, question < 0 ? raw.length() : question);
    return new Target(
        raw,
        path.isEmpty() ? "/" : normalized(path),
        question < 0 ? null : raw.substring(question + 1));
  }

  /** Where the path of an absolute target begins; -1 when it is not absolute. */
  private static int authorityEnd(String raw) {
    int scheme = raw.indexOf("://");
    if (scheme < 0 || !SCHEMES.contains(raw.substring(0, scheme).toLowerCase(Locale.ROOT))) {
      return -1;
    }
    for (int i = scheme + 3; i < raw.length(); i++) {
      if (raw.charAt(i) == '/' || raw.charAt(i) == '?') {
        return i;
      }
    }
    return raw.length();
  }

  /**
   * What is wrong with it, as a sentence; null when nothing is. Characters that a URI encodes and
   * browsers send nevertheless are no fault.
   */
  public @Nullable String fault() {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c <= ' ' || c == 0x7F || c == '#') {
        return "The request target is "
            + Quoted.of(raw)
            + "; white space, control characters and # must be percent-encoded there"
            + " (RFC 9112, 3.2).";
      }
    }
    if (raw.startsWith("/")) {
      return null;
    }
    int end = authorityEnd(raw);
    if (end < 0) {
      return "The request target is "
          + Quoted.of(raw)
          + "; it must be a path that begins with a slash, or a whole http URI (RFC 9112, 3.2).";
    }
    String authority = raw.substring(raw.indexOf("://") + 3, end);
    return Authority.isValid(authority)
        ? null
        : "The request target is "
            + Quoted.of(raw)
            + "; a whole URI must name a host (RFC 9110, 4.2.1).";
  }

  /**
   * The same for those who insist on a URI: what browsers send as it is, encoded (RFC 3986, 2.1).
   */
  public String encoded() {
    int from = raw.startsWith("/") ? 0 : authorityEnd(raw);
    if (from < 0) {
      return raw;
    }
    StringBuilder encoded = new StringBuilder(raw.length() + 16).append(raw, 0, from);
    for (int i = from; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean isEncoded = c == '%' && i + 2 < raw.length() && hex(raw, i + 1) >= 0;
      if (isEncoded || isUnreserved(c) || RESERVED.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private static String normalized(String path) {
    if (path.indexOf('%') < 0 && !path.contains("//") && !path.contains("/.")) {
      return path;
    }
    return withoutDots(withoutNeedlessEncoding(path));
  }

  /** RFC 3986, 6.2.2.2: of what needs no encoding. */
  private static String withoutNeedlessEncoding(String path) {
    StringBuilder decoded = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      int value = path.charAt(i) == '%' && i + 2 < path.length() ? hex(path, i + 1) : -1;
      if (value >= 0 && isUnreserved((char) value)) {
        decoded.append((char) value);
        i += 2;
      } else {
        decoded.append(path.charAt(i));
      }
    }
    return decoded.toString();
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  private static boolean isUnreserved(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "-._~".indexOf(c) >= 0;
  }

  /** RFC 3986, 5.2.4; empty segments go too, as routers usually have it. */
  private static String withoutDots(String path) {
    Deque<String> segments = new ArrayDeque<>();
    String[] parts = path.split("/", -1);
    for (String part : parts) {
      if (part.equals("..")) {
        segments.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        segments.addLast(part);
      }
    }
    String last = parts[parts.length - 1];
    boolean isFolder = last.isEmpty() || last.equals(".") || last.equals("..");
    String joined = "/" + String.join("/", segments);
    return isFolder && !segments.isEmpty() ? joined + "/" : joined;
  }
}
