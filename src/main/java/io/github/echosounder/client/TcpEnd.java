package io.github.echosounder.client;

/** How TCP ended, as this side saw it. */
public enum TcpEnd {
  /** The other side ended it in order: FIN. */
  FIN,
  /** The other side broke it off: RST. */
  RESET,
  /** This side ended it. */
  HERE
}
