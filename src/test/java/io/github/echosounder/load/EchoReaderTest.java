package io.github.echosounder.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A message in pieces, whole, and with each of its bytes changed. */
class EchoReaderTest {

  private static final int LANE = 4711;
  private static final long NUMBER = 123_456_789_012L;

  private static byte[] message(Content content, long number, int lane) {
    ByteBuffer bytes = ByteBuffer.allocate(content.size());
    content.write(number, lane, 0, bytes);
    return bytes.array();
  }

  private static boolean isAsSent(Content content, byte[] message, int piece) {
    boolean isAsSent = isAsSent(content, message, piece, NUMBER);
    assertEquals(isAsSent, isAsSent(content, message, piece, NUMBER + 1), "out of turn");
    return isAsSent;
  }

  private static boolean isAsSent(Content content, byte[] message, int piece, long expected) {
    EchoReader reader = new EchoReader(content, LANE, true);
    for (int at = 0; at < message.length; at += piece) {
      int length = Math.min(piece, message.length - at);
      // Amid other bytes, as in a buffer that was read.
      ByteBuffer bytes = ByteBuffer.allocateDirect(3 + length + 9);
      bytes.put(3, message, at, length);
      reader.piece(bytes, 3, length, expected);
    }
    return reader.isAsSent(true);
  }

  @Test
  void aMessageIsAsSentHoweverItIsCut() {
    for (int size : new int[] {0, 1, 7, 8, 11, 12, 13, 20, 125, 5000, 200_000}) {
      Content content = new Content(size, true);
      byte[] message = message(content, NUMBER, LANE);
      for (int piece : new int[] {1, 2, 13, 4096, 1 << 20}) {
        assertTrue(isAsSent(content, message, piece), size + " bytes in pieces of " + piece);
      }
    }
  }

  @Test
  void aMessageIsWrittenTheSameHoweverItIsCut() {
    Content content = new Content(200_000, false);
    byte[] whole = message(content, NUMBER, LANE);
    for (int piece : new int[] {1, 5, 12, 65_536}) {
      byte[] parts = new byte[whole.length];
      for (int at = 0; at < parts.length; at += piece) {
        int length = Math.min(piece, parts.length - at);
        content.write(NUMBER, LANE, at, ByteBuffer.wrap(parts, at, length));
      }
      assertTrue(Arrays.equals(whole, parts), "pieces of " + piece);
    }
  }

  @Test
  void eachByteThatChangesIsSeen() {
    Content content = new Content(125, true);
    byte[] message = message(content, NUMBER, LANE);
    for (int i = 0; i < message.length; i++) {
      byte[] altered = message.clone();
      altered[i] ^= 1;
      EchoReader reader = new EchoReader(content, LANE, true);
      reader.piece(ByteBuffer.wrap(altered), 0, altered.length, NUMBER);
      assertFalse(
          reader.isAsSent(true) && reader.number() == NUMBER, "byte " + i + " is not compared");
    }
  }

  @Test
  void aMessageThatIsLongerOrShorterOrOfTheOtherTypeIsNotAsSent() {
    Content content = new Content(125, true);
    byte[] message = message(content, NUMBER, LANE);
    assertFalse(isAsSent(content, Arrays.copyOf(message, 124), 1000));
    assertFalse(isAsSent(content, Arrays.copyOf(message, 126), 1000));
    assertFalse(isAsSent(content, new byte[0], 1000));
    EchoReader reader = new EchoReader(content, LANE, true);
    reader.piece(ByteBuffer.wrap(message), 0, message.length, NUMBER);
    assertFalse(reader.isAsSent(false));
    assertTrue(reader.isAsSent(true));
  }

  @Test
  void aMessageOfAnotherConnectionIsNotAsSent() {
    Content content = new Content(125, true);
    assertFalse(isAsSent(content, message(content, NUMBER, LANE + 1), 1000));
    assertFalse(isAsSent(content, message(content, NUMBER, LANE + 64), 1000));
  }

  @Test
  void theNumberIsReadAsFarAsThereIsRoomForIt() {
    for (int size : new int[] {1, 3, 8, 100}) {
      Content content = new Content(size, true);
      EchoReader reader = new EchoReader(content, LANE, true);
      for (long number : new long[] {NUMBER, 0, 63, 64}) {
        byte[] message = message(content, number, LANE);
        reader.piece(ByteBuffer.wrap(message), 0, size, 1);
        assertEquals(number % content.numbers(), reader.number());
        reader.reset();
      }
    }
  }

  @Test
  void noTwoMessagesInARowAreAlike() {
    Content content = new Content(300, true);
    assertNotEquals(
        new String(message(content, 1, LANE), StandardCharsets.US_ASCII).substring(12),
        new String(message(content, 2, LANE), StandardCharsets.US_ASCII).substring(12));
  }
}
