package io.github.echosounder.client;

import java.io.IOException;
import java.util.Locale;

/**
 * Tells a RST from other faults. After a FIN, Linux tells of a RST as a broken pipe. It tells of it
 * once: to a write, where one comes first, and then the next read sees an end in order.
 */
final class Resets {

  private Resets() {}

  static boolean isReset(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof IOException
          && String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT).contains("reset")) {
        return true;
      }
    }
    return false;
  }
}
