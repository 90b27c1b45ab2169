package io.github.echosounder.wire.client;

/** RFC 3629, 4, byte by byte and without haste. */
public final class Utf8Judge {
  private int missing;
  private int low = 0x80;
  private int high = 0xBF;

  /** False at the first byte that cannot be part of any UTF-8 text. */
  boolean accept(byte next) {
    int value = next & 0xff;
    if (missing > 0) {
      boolean fits = value >= low && value <= high;
      missing--;
      low = 0x80;
      high = 0xBF;
      return fits;
    }
    if (value < 0x80) {
      return true;
    }
    missing = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
    switch (value) {
      case 0xE0 -> low = 0xA0;
      case 0xED -> high = 0x9F;
      case 0xF0 -> low = 0x90;
      case 0xF4 -> high = 0x8F;
      default -> {}
    }
    return value >= 0xC2 && value <= 0xF4;
  }

  boolean isComplete() {
    return missing == 0;
  }

  /** Whether these bytes are a text, or the beginning of one. */
  public static boolean couldContinue(byte[] bytes) {
    var judge = new Utf8Judge();
    for (byte next : bytes) {
      if (!judge.accept(next)) {
        return false;
      }
    }
    return true;
  }

  static boolean isText(byte[] bytes, int from) {
    var judge = new Utf8Judge();
    for (int i = from; i < bytes.length; i++) {
      if (!judge.accept(bytes[i])) {
        return false;
      }
    }
    return judge.isComplete();
  }
}
