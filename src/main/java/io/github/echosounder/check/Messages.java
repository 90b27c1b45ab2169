package io.github.echosounder.check;

import java.util.concurrent.ThreadLocalRandom;

/** What the steps send. No two runs send the same, so that nothing on the way can know it. */
final class Messages {

  private Messages() {}

  /** Letters, then characters of two, three and four bytes. */
  static String text(String step) {
    return "Echosounder check, step " + step + ", number " + nonce() + ": é 你好，回声 🌊.";
  }

  /** Each byte there is, then some at random. */
  static byte[] binary() {
    byte[] bytes = new byte[272];
    ThreadLocalRandom.current().nextBytes(bytes);
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  static String nonce() {
    return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
  }
}
