package io.github.echosounder.session;

import java.util.Locale;

/** Who began a connection's end. */
public enum Initiator {
  /** The client sent the first Close frame. */
  CLIENT,
  /** This server did, or ended TCP of its own accord. */
  SERVER,
  /** TCP ended, or was reset, before any Close frame: nobody here can tell by whom. */
  NETWORK;

  /** The label in metrics, logs and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
