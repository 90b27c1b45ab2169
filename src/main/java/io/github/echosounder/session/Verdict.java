package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/**
 * How a connection ended.
 *
 * @param cause why
 * @param code of the Close that began the end; 1005 for one without a code, 1006 where none did
 * @param reason in that Close, or what was seen on the network
 * @param sent the Close that this server sent, an echo of the client's included
 * @param received the Close that the client sent
 */
public record Verdict(
    Cause cause,
    int code,
    String reason,
    @Nullable CloseStatus sent,
    @Nullable CloseStatus received) {

  public Initiator initiator() {
    return cause.initiator();
  }

  /** Whether each side got the other's Close (RFC 6455, 7.1.4). */
  public boolean isClean() {
    return sent != null && received != null;
  }
}
