package io.github.echosounder.check;

import io.github.echosounder.client.Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/** Figures and strange bytes as people read them. */
final class Text {

  private static final int LONGEST = 120;

  private Text() {}

  static String of(Duration duration) {
    long millis = duration.toMillis();
    return millis < 1000
        ? millis + " ms"
        : millis % 1000 == 0 ? millis / 1000 + " s" : seconds(millis / 1e3);
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  static String millis(long nanos) {
    double millis = nanos / 1e6;
    String form = millis < 1 ? "%.2f ms" : millis < 10 ? "%.1f ms" : "%.0f ms";
    return String.format(Locale.ROOT, form, millis);
  }

  static String of(InetSocketAddress server) {
    return Address.text(server.getAddress()) + " port " + server.getPort();
  }

  static String bytes(long bytes) {
    return bytes == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", bytes);
  }

  /** What came from outside, fit for a line: no control characters, not too long. */
  static String quoted(String strange) {
    StringBuilder line = new StringBuilder("\"");
    strange
        .strip()
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || c == '"' ? '·' : c));
    return line.append(strange.strip().length() > LONGEST ? "…\"" : "\"").toString();
  }

  static double rounded(double value, int digits) {
    double factor = Math.pow(10, digits);
    return Math.round(value * factor) / factor;
  }
}
