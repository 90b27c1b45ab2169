package io.github.echosounder.session;

import java.util.Locale;

/** Who ended a connection. */
public enum Initiator {
  /** The peer sent a Close frame first, or broke the protocol. */
  CLIENT,
  /** This server closed it on its own account. */
  SERVER,
  /** TCP ended, or was reset, without a Close frame. */
  NETWORK,
  /** This server is leaving. */
  DRAIN,
  /** A limit of this server was passed. */
  LIMIT;

  /** The label in metrics, logs and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
