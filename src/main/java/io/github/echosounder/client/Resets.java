package io.github.echosounder.client;

import java.io.IOException;
import java.util.Locale;

/** Tells a RST from other faults. After a FIN, Linux tells of a RST as a broken pipe. */
final class Resets {

  private Resets() {}

  static boolean isReset(Throwable cause) {
    return cause instanceof IOException
        && String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("reset");
  }
}
