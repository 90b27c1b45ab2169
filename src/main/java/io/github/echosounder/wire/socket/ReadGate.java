package io.github.echosounder.wire.socket;

import io.netty.channel.ChannelConfig;

/**
 * Whether a connection is read from, from its first byte on. It is as long as nobody holds the
 * gate; several may, each for a reason of its own. Nothing else of ours switches reading off or on.
 */
public final class ReadGate {

  /** Why nothing is read. */
  public enum Reason {
    /** Its handshake waits for an answer. */
    NEW(1),
    /** The peer does not take its replies. */
    SLOW_READER(2),
    /** The others of the event loop are to be read too. */
    TURN_OVER(4),
    /** What has been read already waits to be dealt with. */
    BACKLOG(8),
    /** Many replies wait for their time. */
    PACED(16),
    /** The client's query asked for it. */
    STALLED(32);

    private final int bit;

    Reason(int bit) {
      this.bit = bit;
    }
  }

  private final ChannelConfig config;
  private int held;

  /** What no longer counts. */
  private int ignored;

  /** Of a connection that is read from. */
  public ReadGate(ChannelConfig config) {
    this.config = config;
  }

  /** Of a connection that HTTP may have stopped reading from: it has no more say. */
  public static ReadGate takenOver(ChannelConfig config) {
    config.setAutoRead(true);
    return new ReadGate(config);
  }

  public void hold(Reason reason) {
    int before = held;
    held |= reason.bit & ~ignored;
    if (before == 0 && held != 0) {
      config.setAutoRead(false);
    }
  }

  public void release(Reason reason) {
    release(reason.bit);
  }

  private void release(int bits) {
    int before = held;
    held &= ~bits;
    if (before != 0 && held == 0) {
      config.setAutoRead(true);
    }
  }

  boolean isOpen() {
    return held == 0;
  }

  boolean isHeld(Reason reason) {
    return (held & reason.bit) != 0;
  }

  /** A closing connection is read on, whatever its peer takes: its Close or its end is awaited. */
  void closing() {
    ignored |= Reason.SLOW_READER.bit | Reason.PACED.bit;
    release(ignored);
  }
}
