package io.github.echosounder.load;

import java.nio.ByteBuffer;

/** Reads a message as it comes, in pieces, and compares each byte with what its head says it is. */
final class EchoReader {

  private final Content content;
  private final int lane;
  private final boolean isText;

  private long length;
  private long number;
  private boolean isAsSent = true;

  EchoReader(Content content, int lane, boolean isText) {
    this.content = content;
    this.lane = lane;
    this.isText = isText;
  }

  /**
   * {@code size} bytes at {@code from}.
   *
   * @param expected the message whose turn it is: most often it is this one
   */
  void piece(ByteBuffer bytes, int from, int size, long expected) {
    int at = from;
    int end = from + size;
    if (length == 0 && content.isHead(expected, lane, bytes, from, size)) {
      number = expected;
      length = Content.HEAD;
      at += Content.HEAD;
    }
    for (; at < end && length < Content.HEAD; at++) {
      digit((int) length++, Content.value(bytes.get(at)));
    }
    if (isAsSent && at < end) {
      isAsSent = content.isAt(number, length, bytes, at, end - at);
    }
    length += end - at;
  }

  private void digit(int place, int value) {
    if (value < 0) {
      isAsSent = false;
    } else if (place < Content.NUMBER_DIGITS) {
      number |= (long) value << (Content.BITS * place);
    } else {
      int own = (lane >>> (Content.BITS * (place - Content.NUMBER_DIGITS))) & 63;
      isAsSent &= value == own;
    }
  }

  /** Whether the message, which has ended, is one that was sent: type, length and every byte. */
  boolean isAsSent(boolean cameAsText) {
    return isAsSent && length == content.size() && cameAsText == isText;
  }

  /** What is wrong with a message that is not as it was sent. */
  String difference(boolean cameAsText) {
    if (cameAsText != isText) {
      return "came as " + (cameAsText ? "text" : "binary");
    }
    if (length == content.size()) {
      return "has as many bytes as it should, but others";
    }
    String difference = "has " + length + " bytes instead of " + content.size();
    return length > content.size()
        ? difference + ": the server adds something, or speaks unasked"
        : difference;
  }

  /** The number that it names, modulo {@link Content#numbers}. */
  long number() {
    return number;
  }

  /** The next one begins. */
  void reset() {
    length = 0;
    number = 0;
    isAsSent = true;
  }
}
