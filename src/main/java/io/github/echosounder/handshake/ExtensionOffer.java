package io.github.echosounder.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One element of Sec-WebSocket-Extensions (RFC 6455, 9.1).
 *
 * @param parameters in order; duplicates are the reader's to judge
 */
record ExtensionOffer(String name, List<Parameter> parameters) {

  /**
   * A parameter.
   *
   * @param value unquoted; empty when there is none
   */
  record Parameter(String name, String value) {}

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\s*("
              + TOKEN
              + ")((?:\\s*;\\s*"
              + TOKEN
              + "(?:\\s*=\\s*(?:"
              + TOKEN
              + "|\"(?:[^\"\\\\]|\\\\.)*+\"))?)*+)\\s*");
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*(" + TOKEN + ")(?:\\s*=\\s*(?:(" + TOKEN + ")|\"((?:[^\"\\\\]|\\\\.)*+)\"))?");

  /**
   * More than any offer needs: a pattern is not to be tried on what a client makes up at length.
   */
  private static final int LONGEST = 512;

  /** All offers that can be read; one that cannot is as good as declined. */
  static List<ExtensionOffer> parse(List<String> fields) {
    List<ExtensionOffer> offers = new ArrayList<>();
    for (String field : fields) {
      for (String element : split(field)) {
        Matcher matcher = ELEMENT.matcher(element);
        if (element.length() <= LONGEST && matcher.matches()) {
          offers.add(new ExtensionOffer(matcher.group(1), parameters(matcher.group(2))));
        }
      }
    }
    return offers;
  }

  private static List<Parameter> parameters(String text) {
    List<Parameter> parameters = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      String quoted = matcher.group(3);
      String value = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : matcher.group(2);
      parameters.add(new Parameter(matcher.group(1), value == null ? "" : value));
    }
    return parameters;
  }

  /** At the commas that are not within quotes. */
  private static List<String> split(String field) {
    List<String> elements = new ArrayList<>();
    boolean isQuoted = false;
    int start = 0;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && isQuoted) {
        i++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == ',' && !isQuoted) {
        elements.add(field.substring(start, i));
        start = i + 1;
      }
    }
    elements.add(field.substring(start));
    return elements;
  }
}
