package io.github.echosounder.check;

import java.util.Locale;

/** How a step, or all of them, ended. */
enum Result {
  PASS,
  /** The path changes something that it may change. */
  REMARK,
  FAIL,
  SKIP;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
