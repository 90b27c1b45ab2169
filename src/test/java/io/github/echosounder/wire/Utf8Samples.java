package io.github.echosounder.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Generated from the table of RFC 3629, 4: which byte may follow which. */
final class Utf8Samples {
  /** Lead bytes, and the range of the second byte; the others are 80-BF. */
  private record Row(int firstLead, int lastLead, int low, int high, int length) {}

  private static final List<Row> TABLE =
      List.of(
          new Row(0xC2, 0xDF, 0x80, 0xBF, 2),
          new Row(0xE0, 0xE0, 0xA0, 0xBF, 3),
          new Row(0xE1, 0xEC, 0x80, 0xBF, 3),
          new Row(0xED, 0xED, 0x80, 0x9F, 3),
          new Row(0xEE, 0xEF, 0x80, 0xBF, 3),
          new Row(0xF0, 0xF0, 0x90, 0xBF, 4),
          new Row(0xF1, 0xF3, 0x80, 0xBF, 4),
          new Row(0xF4, 0xF4, 0x80, 0x8F, 4));

  private Utf8Samples() {}

  /**
   * The first and the last character of each row and of each length, and those around surrogates.
   */
  static Stream<String> valid() {
    return Stream.of(
            0x00, 0x01, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xCFFF, 0xD000, 0xD7FF, 0xE000,
            0xFDD0, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x3FFFF, 0x40000, 0xFFFFF,
            0x100000, 0x10FFFE, 0x10FFFF)
        .map(Character::toString);
  }

  /** In hex, each ending with the first byte that cannot be part of any UTF-8 text. */
  static List<String> impossible() {
    var all = new ArrayList<String>();
    for (int lead : List.of(0x80, 0x8F, 0xA0, 0xBF, 0xC0, 0xC1, 0xF5, 0xF8, 0xFC, 0xFE, 0xFF)) {
      all.add(HexFormat.of().toHexDigits((byte) lead));
    }
    for (Row row : TABLE) {
      for (int lead : new int[] {row.firstLead, row.lastLead}) {
        for (int second : new int[] {0x00, 0x7F, row.low - 1, row.high + 1, 0xC2, 0xFF}) {
          all.add(show(lead, second));
        }
        if (row.length > 2) {
          wrongAfter(all, lead, row.low);
        }
        if (row.length > 3) {
          wrongAfter(all, lead, row.high, 0x80);
        }
      }
    }
    return all.stream().distinct().toList();
  }

  /** One of those for each place in a character of each length. */
  static List<String> impossibleInShort() {
    return List.of(
        "80",
        "c1",
        "f5",
        "ff",
        "c2 41",
        "e0 9f",
        "e4 bd c0",
        "ed a0",
        "f0 8f",
        "f4 90",
        "f0 9f 90 ff");
  }

  /**
   * In hex: whole but for their last bytes, so that only the end of the message makes them wrong.
   */
  static List<String> truncated() {
    return List.of(
        "c2",
        "df",
        "e0",
        "e0 a0",
        "e4 bd",
        "ed 9f",
        "ef bf",
        "f0",
        "f0 90",
        "f0 9f 90",
        "f4 8f bf");
  }

  /** In hex: lead and continuation bytes in the right number, and yet not a character. */
  static List<String> deceptive() {
    return List.of(
        "c0 80",
        "c1 bf",
        "e0 80 80",
        "e0 9f bf",
        "ed a0 80",
        "ed af bf",
        "ed b0 80",
        "ed bf bf",
        "f0 80 80 80",
        "f0 8f bf bf",
        "f4 90 80 80",
        "f5 80 80 80",
        "f7 bf bf bf",
        "f8 88 80 80 80",
        "fc 84 80 80 80 80");
  }

  private static void wrongAfter(List<String> all, int... begun) {
    for (int wrong : new int[] {0x00, 0x41, 0x7F, 0xC0, 0xE0, 0xFF}) {
      all.add(show(begun) + show(wrong));
    }
  }

  private static String show(int... bytes) {
    var text = new StringBuilder();
    for (int next : bytes) {
      text.append(HexFormat.of().toHexDigits((byte) next));
    }
    return text.toString();
  }
}
