package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.Knob;
import org.jspecify.annotations.Nullable;

/** The client's own name for its connection, by which it can be asked for later. */
final class Label {

  private static final String KNOB = "label=";

  private Label() {}

  /** Also of a request that is refused, for its label or for anything else; null without one. */
  static @Nullable String of(Target target) {
    String query = target.query();
    if (query == null) {
      return null;
    }
    for (String knob : query.split("&", -1)) {
      if (knob.startsWith(KNOB)) {
        return Knob.LABEL.form().read(knob.substring(KNOB.length()));
      }
    }
    return null;
  }
}
