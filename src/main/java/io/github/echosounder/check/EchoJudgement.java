package io.github.echosounder.check;

import io.github.echosounder.client.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Compares a reply with what was sent. */
final class EchoJudgement {

  private EchoJudgement() {}

  /**
   * Null where it is the echo.
   *
   * @param hasEchoed whether this server has echoed before: then whatever differs was altered
   */
  static @Nullable Outcome of(byte[] sent, boolean isText, Event.Message reply, boolean hasEchoed) {
    byte[] got = reply.payload();
    if (Arrays.equals(sent, got) && reply.length() == sent.length) {
      return reply.isText() == isText ? null : typeChanged(isText);
    }
    if (isText && isOnlyForeignDamaged(sent, got)) {
      return Outcome.fail(
          Cause.UTF8_BROKEN,
          "The text came back with its ASCII characters intact and others broken: "
              + Text.quoted(new String(got, StandardCharsets.UTF_8))
              + ". Something on the way or the server decodes text in another encoding than UTF-8, or"
              + " each fragment on its own.");
    }
    if (hasEchoed || isSimilar(sent, got)) {
      return Outcome.fail(
              Cause.MESSAGE_ALTERED,
              "Sent "
                  + Text.bytes(sent.length)
                  + ", and what came back ("
                  + Text.bytes(reply.length())
                  + ") differs from byte "
                  + firstDifference(sent, got)
                  + " on: something on the way or the server changes messages.")
          .with("sentBytes", sent.length)
          .with("receivedBytes", reply.length())
          .with("firstDifference", firstDifference(sent, got));
    }
    return Outcome.fail(
            Cause.NOT_AN_ECHO,
            "The first reply is not what was sent, but "
                + (reply.isText()
                    ? Text.quoted(new String(got, StandardCharsets.UTF_8))
                    : Text.bytes(reply.length()) + " of binary")
                + ": the server does not echo at this path, greets first, or puts something before"
                + " each reply. On an Echosounder, /ws is the exact echo.")
        .with("received", Text.quoted(new String(got, StandardCharsets.UTF_8)));
  }

  private static Outcome typeChanged(boolean isText) {
    return Outcome.fail(
        Cause.TYPE_CHANGED,
        isText
            ? "Text came back as binary: a server or gateway that passes bytes without their opcode."
            : "Binary came back as text: a server or gateway that passes bytes without their opcode.");
  }

  /**
   * Whether all ASCII is there in its order, and something else is not. A wrong encoding changes
   * more than one byte.
   */
  static boolean isOnlyForeignDamaged(byte[] sent, byte[] got) {
    return sent.length > 0
        && !(got.length == sent.length && differences(sent, got) == 1)
        && Arrays.equals(ascii(sent), ascii(got))
        && ascii(sent).length > 0
        && ascii(sent).length < sent.length;
  }

  private static byte[] ascii(byte[] bytes) {
    byte[] ascii = new byte[bytes.length];
    int length = 0;
    for (byte b : bytes) {
      // A question mark is what many put in place of what they cannot read.
      if (b >= 0 && b != '?') {
        ascii[length++] = b;
      }
    }
    return Arrays.copyOf(ascii, length);
  }

  /** Whether it is ours, damaged or cut, rather than something else. */
  static boolean isSimilar(byte[] sent, byte[] got) {
    if (sent.length == 0 || got.length == 0) {
      return false;
    }
    if (got.length < sent.length) {
      return commonEnds(sent, got) * 2 > sent.length;
    }
    if (got.length == sent.length) {
      return differences(sent, got) * 2 < sent.length;
    }
    return false;
  }

  /** Of two of the same length. */
  private static int differences(byte[] sent, byte[] got) {
    int different = 0;
    for (int i = 0; i < sent.length; i++) {
      different += sent[i] == got[i] ? 0 : 1;
    }
    return different;
  }

  private static int commonEnds(byte[] sent, byte[] got) {
    int shorter = Math.min(sent.length, got.length);
    int begin = 0;
    while (begin < shorter && sent[begin] == got[begin]) {
      begin++;
    }
    int end = 0;
    while (end < shorter - begin && sent[sent.length - 1 - end] == got[got.length - 1 - end]) {
      end++;
    }
    return begin + end;
  }

  static int firstDifference(byte[] sent, byte[] got) {
    int at = Arrays.mismatch(sent, got);
    return at < 0 ? Math.min(sent.length, got.length) : at;
  }
}
