package io.github.echosounder.session;

/** A Close that this server sends on its own account, and why. */
public record ServerClose(Cause cause, CloseStatus status) {

  public ServerClose(Cause cause, int code, String reason) {
    this(cause, new CloseStatus(code, reason));
  }
}
