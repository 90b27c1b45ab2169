package io.github.echosounder.wire.socket;

import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.channel.EventLoop;

/**
 * A connection's turn in a pass of its event loop: its replies leave when the others have been read
 * too, and who has much to send, or much to inflate, does not keep the others waiting.
 */
final class Turn {

  /** In bytes of payload, or what takes as long: about a millisecond. */
  private static final int WORK = 1024 * 1024;

  private final EventLoop eventLoop;
  private final LoopState loop;
  private final ReadGate gate;
  private final Outbox outbox;
  private final Inbound connection;

  private int allowance = WORK;
  private boolean isEndAwaited;

  Turn(EventLoop eventLoop, LoopState loop, ReadGate gate, Outbox outbox, Inbound connection) {
    this.eventLoop = eventLoop;
    this.loop = loop;
    this.gate = gate;
    this.outbox = outbox;
    this.connection = connection;
  }

  /** What may still be done in this turn. */
  int allowance() {
    return allowance;
  }

  boolean isOver() {
    return allowance <= 0;
  }

  /** Something has been read, and answered; so much may still be done. */
  void read(int left) {
    allowance = left;
    if (isEndAwaited || loop.receiveMemory().isLent() || outbox.isFlushDue()) {
      // A pass may read the same connection again and again, without an end; and what it has made
      // counts only once it is flushed.
      connection.flushReplies();
    } else {
      awaitEnd();
    }
    if (isOver()) {
      gate.hold(Reason.TURN_OVER);
      awaitEnd();
    }
  }

  private void awaitEnd() {
    if (!isEndAwaited) {
      isEndAwaited = true;
      loop.flushes().afterReading(this, eventLoop);
    }
  }

  /** The event loop has read what there was to read. */
  void end() {
    isEndAwaited = false;
    allowance = WORK;
    connection.endOfTurn();
    gate.release(Reason.TURN_OVER);
  }
}
