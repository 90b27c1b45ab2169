package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/** A place for one more connection: given back when it is closed, unless a connection took it. */
public final class Ticket implements AutoCloseable {

  private @Nullable Runnable giveBack;

  Ticket(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  /** A connection has the place now, and gives it back at its end. */
  void take() {
    giveBack = null;
  }

  @Override
  public void close() {
    Runnable place = giveBack;
    giveBack = null;
    if (place != null) {
      place.run();
    }
  }
}
