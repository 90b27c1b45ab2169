package io.github.echosounder.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What answered the handshake.
 *
 * @param raw its bytes as they came, a body included as far as it was read
 * @param headBytes of these, those of the head
 * @param version as in {@code HTTP/1.1}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(
    byte[] raw, int headBytes, String version, int status, String phrase, List<Field> fields) {

  /** Longer heads are not waited for; browsers do not take them either. */
  public static final int LARGEST_HEAD = 256 * 1024;

  private static final String BEGIN = "HTTP/";

  /** Reads a head; null until it is whole. */
  static @Nullable Response of(byte[] bytes, int length) {
    int end = endOfHead(bytes, length);
    if (end < 0) {
      return null;
    }
    List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    String[] parts = lines.get(0).split(" +", 3);
    List<Field> fields = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.add(new Field(line.substring(0, colon).trim(), line.substring(colon + 1).trim()));
      }
    }
    return new Response(
        Arrays.copyOf(bytes, length),
        end,
        parts[0],
        Integer.parseInt(parts[1]),
        parts.length > 2 ? parts[2] : "",
        List.copyOf(fields));
  }

  private static int endOfHead(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n'
          && ((i + 1 < length && bytes[i + 1] == '\n')
              || (i + 2 < length && bytes[i + 1] == '\r' && bytes[i + 2] == '\n'))) {
        return bytes[i + 1] == '\n' ? i + 2 : i + 3;
      }
    }
    return -1;
  }

  /** Whether no HTTP response begins like this. RFC 9112, 4: more than one space is forgiven. */
  static boolean isForeign(byte[] bytes, int length) {
    // HTTP/1.1 101: a digit for each 0.
    String form = BEGIN + "0.0 000";
    int at = 0;
    for (int i = 0; i < form.length(); i++) {
      while (form.charAt(i) == '0'
          && i > 0
          && form.charAt(i - 1) == ' '
          && isSpace(bytes, at, length)) {
        at++;
      }
      if (at >= length) {
        return false;
      }
      boolean fits = form.charAt(i) == '0' ? isDigit(bytes[at]) : form.charAt(i) == bytes[at];
      if (!fits) {
        return true;
      }
      at++;
    }
    return at < length && " \r\n".indexOf(bytes[at]) < 0;
  }

  private static boolean isSpace(byte[] bytes, int at, int length) {
    return at < length && bytes[at] == ' ';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The values of a field, joined by commas; empty where it is missing. */
  public String value(String name) {
    StringBuilder values = new StringBuilder();
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        values.append(values.length() == 0 ? "" : ", ").append(field.value());
      }
    }
    return values.toString();
  }

  public boolean has(String name) {
    return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
  }

  /** The body as far as it was read, without chunks' sizes. */
  public String body() {
    byte[] body = Arrays.copyOfRange(raw, headBytes, raw.length);
    return value("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")
        ? joined(new String(body, StandardCharsets.ISO_8859_1))
        : new String(body, StandardCharsets.UTF_8);
  }

  /** RFC 9112, 7.1. One character is one byte. */
  private static String joined(String chunks) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int end = chunks.indexOf("\r\n", at);
      String size = end < 0 ? "" : chunks.substring(at, end).replaceFirst(";.*", "").trim();
      int length = size.matches("[0-9a-fA-F]{1,6}") ? Integer.parseInt(size, 16) : 0;
      if (length == 0) {
        return new String(
            body.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
      body.append(chunks, end + 2, Math.min(chunks.length(), end + 2 + length));
      at = Math.min(chunks.length(), end + 2 + length + 2);
    }
  }
}
