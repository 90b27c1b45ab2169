package io.github.echosounder.client;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What came on a connection, and when: {@link System#nanoTime}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public sealed interface Event {

  long nanos();

  /**
   * A message.
   *
   * @param payload its bytes, inflated, as far as they are kept
   * @param length of the whole
   * @param sha256 of the whole
   * @param begunNanos when its first bytes came
   */
  record Message(
      boolean isText,
      boolean isCompressed,
      byte[] payload,
      long length,
      byte[] sha256,
      long wireBytes,
      List<Frame> frames,
      long begunNanos,
      long nanos)
      implements Event {

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /** A frame of a message. */
  record Frame(int opcode, boolean isFinal, boolean isCompressed, long length) {}

  record Ping(byte[] payload, long nanos) implements Event {}

  record Pong(byte[] payload, long nanos) implements Event {}

  /** A Close. */
  record Closed(int code, String reason, long nanos) implements Event {}

  /** The server broke a rule; nothing more is read. */
  record Violated(int code, String rule, long nanos) implements Event {}

  /** TCP ended. Nothing else comes. */
  record Ended(TcpEnd end, long nanos) implements Event {}
}
