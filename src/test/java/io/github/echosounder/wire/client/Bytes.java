package io.github.echosounder.wire.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Byte arrays as the tests write and read them. */
public final class Bytes {
  private static final int SHOWN = 24;

  private Bytes() {}

  /** {@code hex("81 85 0a")}; spaces are for the reader. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  public static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  public static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  public static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Bytes that differ at each place and repeat from run to run. */
  public static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Valid UTF-8 of exactly this many bytes, made of the given text and padded with ASCII. */
  public static byte[] text(String repeated, int size) {
    byte[] unit = utf8(repeated);
    byte[] text = new byte[size];
    Arrays.fill(text, (byte) '.');
    for (int at = 0; at + unit.length <= size; at += unit.length) {
      System.arraycopy(unit, 0, text, at, unit.length);
    }
    return text;
  }

  /** For messages of failed tests: the beginning in hex and the length. */
  public static String show(byte[] bytes) {
    String head = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
    return bytes.length <= SHOWN
        ? "[" + head + "]"
        : "[" + head + " ... " + bytes.length + " bytes]";
  }
}
