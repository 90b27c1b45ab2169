package io.github.echosounder.soak;

import io.github.echosounder.wire.client.ServerFrame;

/** The server has sent a Close; it was answered, and TCP has ended. */
final class Closed extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int code;
  private final boolean isByDrain;

  Closed(ServerFrame close) {
    super("closed by the server: " + close);
    this.code = close.closeCode();
    this.isByDrain = code == 1001 && close.closeReason().startsWith("this instance is leaving");
  }

  int code() {
    return code;
  }

  boolean isByDrain() {
    return isByDrain;
  }
}
