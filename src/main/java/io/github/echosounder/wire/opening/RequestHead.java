package io.github.echosounder.wire.opening;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a GET request that is beyond doubt (RFC 9112, 2 to 5): complete, without a body, and
 * without anything that servers are known to read in different ways.
 *
 * @param text up to the empty line, each line with its end
 */
public record RequestHead(String text) {

  /** A larger one is not read here. */
  private static final int LARGEST = 4096;

  private static final String METHOD = "GET ";
  private static final String VERSION = " HTTP/1.1";
  private static final String EOL = "\r\n";

  /** What speaks of a body, or wants more than an answer. */
  private static final List<String> NOT_HERE =
      List.of("Content-Length", "Transfer-Encoding", "Expect");

  /** Null when it is not all there, or not beyond doubt: somebody else has to read it then. */
  public static @Nullable RequestHead read(ByteBuf bytes) {
    int size = size(bytes);
    if (size == 0) {
      return null;
    }
    RequestHead head =
        new RequestHead(
            bytes.toString(bytes.readerIndex(), size - EOL.length(), StandardCharsets.ISO_8859_1));
    return head.isBeyondDoubt() ? head : null;
  }

  private static int size(ByteBuf bytes) {
    int from = bytes.readerIndex();
    int end = from + Math.min(bytes.readableBytes(), LARGEST);
    for (int i = from + 3; i < end; i++) {
      if (bytes.getByte(i) == '\n'
          && bytes.getByte(i - 2) == '\n'
          && bytes.getByte(i - 1) == '\r'
          && bytes.getByte(i - 3) == '\r') {
        return i + 1 - from;
      }
    }
    return 0;
  }

  /** With the empty line behind it. */
  public int size() {
    return text.length() + EOL.length();
  }

  public String path() {
    int end = targetEnd();
    int query = text.indexOf('?');
    return text.substring(METHOD.length(), query < 0 || query > end ? end : query);
  }

  @Nullable String query() {
    int query = text.indexOf('?');
    return query < 0 || query > targetEnd() ? null : text.substring(query + 1, targetEnd());
  }

  private int targetEnd() {
    return text.indexOf(EOL) - VERSION.length();
  }

  /** All values of a header, in order. */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (int at = firstField(); at < text.length(); at = nextLine(at)) {
      int colon = at + name.length();
      if (text.regionMatches(true, at, name, 0, name.length()) && text.charAt(colon) == ':') {
        String value = trimmed(colon + 1, nextLine(at) - EOL.length());
        values = values.isEmpty() ? List.of(value) : and(values, value);
      }
    }
    return values;
  }

  private String trimmed(int from, int to) {
    int begin = from;
    int end = to;
    while (begin < end && text.charAt(begin) <= ' ') {
      begin++;
    }
    while (begin < end && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(begin, end);
  }

  private static List<String> and(List<String> values, String value) {
    List<String> more = new ArrayList<>(values);
    more.add(value);
    return more;
  }

  private int firstField() {
    return nextLine(0);
  }

  private int nextLine(int from) {
    return text.indexOf('\n', from) + 1;
  }

  // ---------------------------------------------------------------- doubts

  private boolean isBeyondDoubt() {
    if (!isRequestLine()) {
      return false;
    }
    for (int at = firstField(); at < text.length(); at = nextLine(at)) {
      if (!isField(at, nextLine(at) - EOL.length())) {
        return false;
      }
    }
    List<String> host = all("Host");
    return host.size() == 1 && isHost(host.get(0)) && !hasAny(NOT_HERE);
  }

  private boolean hasAny(List<String> names) {
    for (String name : names) {
      if (!all(name).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9112, 3.2.1: in origin form. */
  private boolean isRequestLine() {
    int end = targetEnd();
    if (end <= METHOD.length()
        || !text.startsWith(METHOD + "/")
        || !text.startsWith(VERSION, end)) {
      return false;
    }
    for (int i = METHOD.length(); i < end; i++) {
      if (!isOfUri(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** RFC 3986, 3.3 and 3.4, but for what is encoded: that may be encoded wrongly. */
  private static boolean isOfUri(char c) {
    return isAlphanumeric(c) || "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0;
  }

  /** RFC 9112, 5: no space before the colon, no line that continues another. */
  private boolean isField(int from, int end) {
    int at = from;
    while (at < end && isTokenCharacter(text.charAt(at))) {
      at++;
    }
    if (at == from || at == end || text.charAt(at) != ':' || text.charAt(end) != '\r') {
      return false;
    }
    for (int i = at + 1; i < end; i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9110, 5.6.2. */
  private static boolean isTokenCharacter(char c) {
    return isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** A name or an IPv4 address, and perhaps a port: others are rare. */
  private static boolean isHost(String host) {
    int colon = host.indexOf(':');
    int end = colon < 0 ? host.length() : colon;
    for (int i = 0; i < end; i++) {
      char c = host.charAt(i);
      if (!isAlphanumeric(c) && c != '.' && c != '-') {
        return false;
      }
    }
    return end > 0 && (colon < 0 || isPort(host, colon + 1));
  }

  private static boolean isPort(String host, int from) {
    int port = 0;
    for (int i = from; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = 10 * port + (c - '0');
      if (port > 65_535) {
        return false;
      }
    }
    return from < host.length();
  }
}
