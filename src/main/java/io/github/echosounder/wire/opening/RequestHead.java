package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Authority;
import io.github.echosounder.handshake.Fields;
import io.github.echosounder.handshake.Fields.Field;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.Peer;
import io.github.echosounder.handshake.Target;
import io.github.echosounder.handshake.Tokens;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a GET request that is unambiguous (RFC 9112, 2 to 5): complete, without a body, and
 * without anything that servers are known to read in different ways.
 *
 * @param size in bytes, with the empty line
 */
public record RequestHead(Target target, Fields fields, int size) {

  /** As much as the HTTP server takes. */
  static final int LARGEST = 20 * 1024;

  static final int NOT_READ_HERE = -1;

  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final String METHOD = "GET ";
  private static final String VERSION = " HTTP/1.1";
  private static final String EOL = "\r\n";

  public HandshakeRequest from(Peer peer) {
    return new HandshakeRequest("GET", HandshakeRequest.HTTP_1_1, target, fields, peer);
  }

  /**
   * How many bytes there are up to the end of the empty line; 0 when it is not there yet, and
   * {@link #NOT_READ_HERE} when there is a line that does not end as it should.
   *
   * @param seen so many bytes are known to hold no empty line
   */
  static int size(ByteBuf bytes, int seen) {
    int from = bytes.readerIndex();
    int end = bytes.writerIndex();
    int lineEnd = bytes.indexOf(from + seen, end, LF);
    while (lineEnd >= 0) {
      if (lineEnd == from || bytes.getByte(lineEnd - 1) != CR) {
        return NOT_READ_HERE;
      }
      if (lineEnd - 2 > from && bytes.getByte(lineEnd - 2) == LF) {
        return lineEnd + 1 - from;
      }
      lineEnd = bytes.indexOf(lineEnd + 1, end, LF);
    }
    return 0;
  }

  /** Whether these may be the first bytes of a head that can be read here. */
  static boolean isBegunBy(ByteBuf bytes) {
    int length = Math.min(bytes.readableBytes(), METHOD.length());
    for (int i = 0; i < length; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != METHOD.charAt(i)) {
        return false;
      }
    }
    return bytes.readableBytes() < LARGEST;
  }

  /** Null when it is ambiguous: somebody else has to read it then. */
  static @Nullable RequestHead read(ByteBuf bytes, int size) {
    if (size <= 0 || size > LARGEST) {
      return null;
    }
    String text =
        bytes.toString(bytes.readerIndex(), size - EOL.length(), StandardCharsets.ISO_8859_1);
    int lineEnd = text.indexOf(EOL);
    Target target = target(text, lineEnd);
    List<Field> fields = target == null ? null : fields(text, lineEnd + EOL.length());
    return target == null || fields == null
        ? null
        : new RequestHead(target, new Fields(fields), size);
  }

  /** RFC 9112, 3.2.1: in origin form. */
  private static @Nullable Target target(String text, int lineEnd) {
    int end = lineEnd - VERSION.length();
    if (end <= METHOD.length()
        || !text.startsWith(METHOD + "/")
        || text.startsWith("/", METHOD.length() + 1)
        || !text.startsWith(VERSION, end)) {
      return null;
    }
    for (int i = METHOD.length(); i < end; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7F || c == '#') {
        return null;
      }
    }
    return Target.of(text.substring(METHOD.length(), end));
  }

  private static @Nullable List<Field> fields(String text, int from) {
    List<Field> fields = new ArrayList<>(16);
    int hosts = 0;
    for (int at = from; at < text.length(); ) {
      int end = text.indexOf('\n', at) - 1;
      Field field = end < at ? null : field(text, at, end);
      if (field == null || speaksOfMore(field.name())) {
        return null;
      }
      if (field.name().equalsIgnoreCase("Host")) {
        hosts++;
        if (!Authority.isValid(field.value())) {
          return null;
        }
      }
      fields.add(field);
      at = end + EOL.length();
    }
    return hosts == 1 ? fields : null;
  }

  /** Of a body, or of more than an answer. */
  private static boolean speaksOfMore(String name) {
    return name.equalsIgnoreCase("Content-Length")
        || name.equalsIgnoreCase("Transfer-Encoding")
        || name.equalsIgnoreCase("Expect");
  }

  /** RFC 9112, 5: no space before the colon, no line that continues another. */
  private static @Nullable Field field(String text, int from, int end) {
    int colon = from;
    while (colon < end && Tokens.isTokenCharacter(text.charAt(colon))) {
      colon++;
    }
    if (colon == from || colon == end || text.charAt(colon) != ':' || text.charAt(end) != '\r') {
      return null;
    }
    for (int i = colon + 1; i < end; i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return null;
      }
    }
    return new Field(text.substring(from, colon), trimmed(text, colon + 1, end));
  }

  private static String trimmed(String text, int from, int to) {
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
}
