package io.github.echosounder.behaviour;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens on a connection. */
public sealed interface Event {

  /** The handshake has been answered with 101. */
  record Opened() implements Event {}

  /**
   * A data message has come whole.
   *
   * @param payload for a conversation that wants it, between position and limit, and to be kept
   *     only by sending it; null for others
   * @param facts for a conversation that wants them; null for others
   */
  record Message(
      boolean isText, long bytes, @Nullable ByteBuffer payload, @Nullable MessageFacts facts)
      implements Event {}

  /** A control frame has come: a ping, a pong or a Close. */
  record Control(ControlFacts facts) implements Event {}

  /**
   * The time that {@link Step.Wake} named has come.
   *
   * @param isBlocked whether something still waits for the peer to take it; {@link Room} follows
   *     when it has
   */
  record Due(boolean isBlocked) implements Event {}

  /** The peer has taken all that waited for it. */
  record Room() implements Event {}

  /**
   * A message as it came.
   *
   * @param wireBytes with the headers of its frames
   * @param sha256 of the payload, inflated; in hexadecimal
   * @param frames the first ones; at most so many as are worth telling
   * @param frameCount all of them
   * @param receivedMicros when its last byte came, in microseconds since 1970
   */
  record MessageFacts(
      long wireBytes,
      boolean isCompressed,
      String sha256,
      List<FrameFacts> frames,
      int frameCount,
      long receivedMicros) {}

  /**
   * A frame as it came.
   *
   * @param header its bytes as they lay on the wire, in hexadecimal, masking key included
   */
  record FrameFacts(String header, int opcode, boolean isFinal, boolean isRsv1, long bytes) {}

  /**
   * A control frame as it came.
   *
   * @param payload unmasked
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ControlFacts(FrameFacts frame, byte[] payload, long receivedMicros) {}
}
