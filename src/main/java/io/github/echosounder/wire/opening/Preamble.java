package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Problem;
import io.github.echosounder.handshake.Quoted;
import io.github.echosounder.handshake.Tokens;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a connection begins with, where that is no HTTP: said at once, not when time is up. */
final class Preamble {

  private static final int LONGEST_METHOD = 64;
  private static final byte TLS_HANDSHAKE = 22;
  private static final byte TLS_MAJOR_VERSION = 3;

  private Preamble() {}

  /** Null as long as it may become a request line. */
  static @Nullable Problem problem(ByteBuf bytes) {
    int from = bytes.readerIndex();
    if (bytes.readableBytes() > 1
        && bytes.getByte(from) == TLS_HANDSHAKE
        && bytes.getByte(from + 1) == TLS_MAJOR_VERSION) {
      return Problem.badRequest(
          "A TLS handshake came to a port without TLS: use ws:// or http:// here, or a port with"
              + " TLS.");
    }
    // RFC 9112, 2.2: empty lines ahead of the request are no fault.
    int begin = bytes.forEachByte(b -> b == '\r' || b == '\n');
    if (begin < 0) {
      return null;
    }
    int length = bytes.writerIndex() - begin;
    int lineEnd = bytes.indexOf(begin, bytes.writerIndex(), (byte) '\n');
    if (lineEnd >= 0) {
      String line = text(bytes, begin, lineEnd - begin).stripTrailing();
      return isRequestLine(line) ? null : notHttp(line);
    }
    String start = text(bytes, begin, Math.min(length, LONGEST_METHOD));
    int method = 0;
    while (method < start.length() && Tokens.isTokenCharacter(start.charAt(method))) {
      method++;
    }
    boolean mayBeMethod =
        method == start.length()
            ? method < LONGEST_METHOD
            : method > 0 && isSpace(start.charAt(method));
    return mayBeMethod ? null : notHttp(start);
  }

  /** Leniently: the HTTP server looks closer. */
  private static boolean isRequestLine(String line) {
    int version = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t')) + 1;
    return version > 0
        && Tokens.isTokenCharacter(line.charAt(0))
        && line.substring(version).toUpperCase(Locale.ROOT).startsWith("HTTP/");
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static String text(ByteBuf bytes, int from, int length) {
    return bytes.toString(from, length, StandardCharsets.ISO_8859_1);
  }

  private static Problem notHttp(String start) {
    return Problem.badRequest(
        "The connection begins with "
            + Quoted.of(start)
            + ", which is no request line: a method, a target and HTTP/1.1 (RFC 9112, 3).");
  }
}
