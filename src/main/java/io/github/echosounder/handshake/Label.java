package io.github.echosounder.handshake;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The client's own name for its connection, by which it can be asked for later. */
final class Label {

  private static final String KNOB = "label=";
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  private Label() {}

  /** Also of a request that is refused, for its label or for anything else; null without one. */
  static @Nullable String of(Target target) {
    String query = target.query();
    if (query == null) {
      return null;
    }
    for (String knob : query.split("&", -1)) {
      if (knob.startsWith(KNOB)) {
        String label = knob.substring(KNOB.length());
        return LABEL.matcher(label).matches() ? label : null;
      }
    }
    return null;
  }
}
