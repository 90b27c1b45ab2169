package io.github.echosounder.law;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One requirement of an RFC.
 *
 * @param id the RFC's number, the section, and a number within it: {@code 6455-5.1-2}
 * @param level MUST, MUST NOT, SHOULD or SHOULD NOT (RFC 2119)
 * @param words what the server does, in short
 * @param exemption why no test holds it; empty where one has to
 */
record Rule(String id, String level, String words, String exemption) {

  private static final Pattern LINE =
      Pattern.compile(
          "(?<id>\\d{4}-\\d+(\\.\\d+)*-\\d+) \\| (?<level>(MUST|SHOULD)( NOT)?) \\|"
              + " (?<words>[^|]+?)( \\| (?<exemption>[^|]+))?");

  static Rule read(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not \"id | level | words\", perhaps with \"| exemption\": " + line);
    }
    String exemption = matcher.group("exemption");
    return new Rule(
        matcher.group("id"),
        matcher.group("level"),
        matcher.group("words"),
        exemption == null ? "" : exemption);
  }

  boolean isExempt() {
    return !exemption.isEmpty();
  }

  String section() {
    return id.substring(id.indexOf('-') + 1, id.lastIndexOf('-'));
  }
}
