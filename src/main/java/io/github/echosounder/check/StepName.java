package io.github.echosounder.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The steps, in the order in which they are taken and reported. */
enum StepName {
  DNS,
  TCP,
  TLS,
  UPGRADE,
  HEADERS,
  TEXT,
  BINARY,
  EMPTY,
  UTF8_SPLIT,
  FRAGMENTATION,
  COMPRESSION,
  SUBPROTOCOL,
  PING,
  SIZES,
  BURST,
  BUFFERING,
  RTT,
  IDLE,
  CLOSE,
  RECONNECT;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Throws an IllegalArgumentException that lists the names. */
  static StepName of(String label) {
    return Arrays.stream(values())
        .filter(step -> step.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no step \"" + label + "\"; the steps are " + all()));
  }

  static String all() {
    return Arrays.stream(values()).map(StepName::label).collect(Collectors.joining(", "));
  }
}
