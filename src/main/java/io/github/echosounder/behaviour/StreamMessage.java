package io.github.echosounder.behaviour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * The messages of a stream: their number, the time at which they were made, and padding. Text is
 * JSON, `{"seq":1,"time":"2026-01-01T00:00:00.000000Z","pad":"xx"}`; binary is eight bytes of
 * number and eight of microseconds since 1970, big-endian, then zeros.
 */
final class StreamMessage {

  private static final int DEFAULT_SIZE = 64;
  private static final int BINARY_HEAD = 2 * Long.BYTES;
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int TEXT_FRAME =
      "{'seq':,'time':'2026-01-01T00:00:00.000000Z','pad':''}".length();

  /** What a size may be, for people. */
  static final String SIZES =
      "at least "
          + (TEXT_FRAME + 1)
          + " for text (with a count, one more for each digit beyond its first) and "
          + BINARY_HEAD
          + " for binary, at most 1048576 bytes";

  private final boolean isText;
  private final int size;
  private final InstantSource time;

  private StreamMessage(boolean isText, int size, InstantSource time) {
    this.isText = isText;
    this.size = size;
    this.time = time;
  }

  static StreamMessage of(Knobs knobs, InstantSource time) {
    return new StreamMessage(isText(knobs), Math.toIntExact(size(knobs)), time);
  }

  /** A size that has no room for number and time is refused before anything is opened. */
  static void check(Knobs knobs) throws KnobException {
    int digits = Long.toString(knobs.get(Knob.COUNT, 1L)).length();
    int least = isText(knobs) ? TEXT_FRAME + digits : BINARY_HEAD;
    if (size(knobs) < least) {
      throw KnobException.malformed(
          Knob.SIZE.name(),
          Long.toString(size(knobs)),
          least
              + " to 1048576 bytes here, since each "
              + (isText(knobs) ? "text" : "binary")
              + " message holds its number and its time");
    }
  }

  private static boolean isText(Knobs knobs) {
    return !knobs.get(Knob.TYPE, "text").equals("binary");
  }

  private static long size(Knobs knobs) {
    return knobs.get(Knob.SIZE, (long) DEFAULT_SIZE);
  }

  boolean isText() {
    return isText;
  }

  int size() {
    return size;
  }

  ByteBuffer next(long number) {
    Instant now = time.instant();
    if (!isText) {
      return ByteBuffer.allocate(size)
          .putLong(number)
          .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, now))
          .rewind();
    }
    String head = "{\"seq\":" + number + ",\"time\":\"" + TIME.format(now) + "\",\"pad\":\"";
    String tail = "\"}";
    // A number that has outgrown the size makes its message longer.
    byte[] text = new byte[Math.max(size, head.length() + tail.length())];
    Arrays.fill(text, (byte) 'x');
    put(head, text, 0);
    put(tail, text, text.length - tail.length());
    return ByteBuffer.wrap(text);
  }

  private static void put(String ascii, byte[] text, int at) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, text, at, bytes.length);
  }
}
