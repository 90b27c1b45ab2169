package io.github.echosounder.web;

import jakarta.ws.rs.core.EntityTag;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the fields If-Match or If-None-Match list (RFC 9110, 13.1.1 and 13.1.2); `*` is every tag.
 *
 * @param lines the values of all lines of the field
 */
record EntityTags(List<String> lines) {

  /** RFC 9110, 8.8.3. A tag may hold commas. */
  private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"");

  /** RFC 9110, 8.8.3.2: both are strong, and the same. For If-Match. */
  boolean hasStrongly(EntityTag tag) {
    return isAny()
        || tags()
            .anyMatch(listed -> listed.group(1) == null && isSame(listed, tag) && !tag.isWeak());
  }

  /** RFC 9110, 8.8.3.2: the same, weak or not. For If-None-Match: proxies weaken tags. */
  boolean hasWeakly(EntityTag tag) {
    return isAny() || tags().anyMatch(listed -> isSame(listed, tag));
  }

  private boolean isAny() {
    return lines.stream().anyMatch(line -> line.trim().equals("*"));
  }

  private Stream<MatchResult> tags() {
    return lines.stream().flatMap(line -> TAG.matcher(line).results());
  }

  private static boolean isSame(MatchResult listed, EntityTag tag) {
    return listed.group(2).equals(tag.getValue());
  }
}
