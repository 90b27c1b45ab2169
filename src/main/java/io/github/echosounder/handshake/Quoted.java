package io.github.echosounder.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a client sent, for a sentence about it: in quotes, bounded, with nothing unprintable. */
public final class Quoted {

  private static final int LONGEST = 100;

  private Quoted() {}

  /**
   * The same in quotes.
   *
   * @param sent a character for each byte, as header fields have it
   */
  public static String of(String sent) {
    boolean isCut = sent.length() > LONGEST;
    String text = decoded(isCut ? sent.substring(0, LONGEST) : sent);
    StringBuilder shown = new StringBuilder(text.length() + 8).append('\'');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\'' && c != '"' && c != '\\' && isPrintable(c)) {
        shown.append(c);
      } else {
        shown.append(String.format(c < 0x100 ? "%%%02X" : "%%u%04X", (int) c));
      }
    }
    return shown.append(isCut ? "...'" : "'").toString();
  }

  private static boolean isPrintable(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }

  /** As UTF-8, if that is what the bytes are. */
  private static String decoded(String sent) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(sent.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return sent;
    }
  }
}
