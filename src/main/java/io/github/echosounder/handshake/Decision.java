package io.github.echosounder.handshake;

import org.jspecify.annotations.Nullable;

/** What the judge says to a handshake. */
public sealed interface Decision {

  /**
   * It may come in.
   *
   * @param accept the value of Sec-WebSocket-Accept
   * @param subprotocol the one granted, or empty
   * @param deflate the extension as granted, or null
   */
  record Admit(String accept, String subprotocol, @Nullable PerMessageDeflate deflate)
      implements Decision {}

  /** It may not, and this is why. */
  record Refuse(Problem problem) implements Decision {}
}
