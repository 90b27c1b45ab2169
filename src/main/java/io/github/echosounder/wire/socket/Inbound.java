package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Tally;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the peer: read in turns with the other connections of the event loop, and no
 * faster than its replies are taken. What comes nevertheless waits.
 */
final class Inbound {

  private final FrameReader reader;
  private final Tally tally;
  private final EchoTimes echoTimes;
  private final HeldMemory memory;
  private final ReadGate gate;
  private final Outbox outbox;
  private final CloseHandshake closing;
  private final Tasks tasks;
  private final Turn turn;

  /** Made for the first bytes that have to wait. */
  private @Nullable Backlog backlog;

  private boolean hasPeerEnded;

  /** How things are done for one connection: a fault ends it, and no other. */
  interface Tasks {
    /** On its event loop, and not at once. */
    void execute(Runnable task);

    void fail(Throwable fault);
  }

  Inbound(
      EventLoop eventLoop,
      LoopState loop,
      FrameReader reader,
      Tally tally,
      EchoTimes echoTimes,
      HeldMemory memory,
      ReadGate gate,
      Outbox outbox,
      CloseHandshake closing,
      Tasks tasks) {
    this.reader = reader;
    this.tally = tally;
    this.echoTimes = echoTimes;
    this.memory = memory;
    this.gate = gate;
    this.outbox = outbox;
    this.closing = closing;
    this.tasks = tasks;
    this.turn = new Turn(eventLoop, loop, gate, outbox, this);
  }

  /** Takes ownership. */
  void received(ByteBuf bytes) {
    if (gate.isOpen()) {
      read(contiguous(bytes));
    } else if (gate.isHeld(Reason.STALLED)) {
      bytes.release();
    } else {
      defer(bytes);
    }
  }

  /** It came although nothing is read. */
  private void defer(ByteBuf bytes) {
    try {
      backlog().add(bytes);
      gate.hold(Reason.BACKLOG);
    } catch (Violation noRoom) {
      closing.fail(noRoom);
    } catch (Throwable fault) {
      tasks.fail(fault);
    }
  }

  private void read(ByteBuf bytes) {
    echoTimes.read();
    try {
      ByteBuf rest = readFrames(bytes);
      if (rest != null) {
        keep(rest);
      }
      if (closing.isEnded()) {
        closing.finish();
      } else {
        turn.read(reader.workLeft());
      }
    } catch (Violation violation) {
      closing.fail(violation);
    } catch (Throwable fault) {
      tasks.fail(fault);
    }
  }

  private @Nullable ByteBuf readFrames(ByteBuf bytes) throws Violation {
    boolean isAnswered = closing.isOpen();
    try {
      return reader.read(bytes, turn.allowance());
    } finally {
      tally.settle(isAnswered);
    }
  }

  private void keep(ByteBuf rest) throws Violation {
    if (gate.isHeld(Reason.STALLED)) {
      rest.release();
    } else {
      backlog().putBack(rest);
      gate.hold(Reason.BACKLOG);
    }
  }

  private static ByteBuf contiguous(ByteBuf bytes) {
    if (bytes.nioBufferCount() == 1 && !bytes.isReadOnly()) {
      return bytes;
    }
    ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.readableBytes());
    copy.writeBytes(bytes);
    bytes.release();
    return copy;
  }

  /** The replies that wait for the end of the turn go out. Once more does no harm. */
  void flushReplies() {
    if (closing.isEnded()) {
      // They went out before the last frame.
      return;
    }
    outbox.flush();
    if (!outbox.isBlocked()) {
      echoTimes.sent();
    }
    closing.startIfDue();
  }

  /** Others have been read too; what waits here gets its turn in the next pass. */
  void endOfTurn() {
    try {
      flushReplies();
      readBacklogSoon();
    } catch (Throwable fault) {
      tasks.fail(fault);
    }
  }

  private Backlog backlog() {
    if (backlog == null) {
      backlog = new Backlog(memory);
    }
    return backlog;
  }

  /** Once more does no harm. */
  void readBacklogSoon() {
    if (gate.isHeld(Reason.BACKLOG)) {
      tasks.execute(this::readBacklog);
    }
  }

  private void readBacklog() {
    Backlog waiting = backlog;
    if (waiting == null) {
      return;
    }
    while (!waiting.isEmpty() && !closing.isEnded() && !turn.isOver() && mayRead()) {
      ByteBuf bytes = waiting.poll();
      if (bytes != null) {
        read(bytes);
      }
    }
    if (closing.isEnded()) {
      waiting.release();
    }
    if (waiting.isEmpty()) {
      gate.release(Reason.BACKLOG);
      if (hasPeerEnded) {
        closing.peerEndedTcp();
      }
    }
  }

  /** What waits is answered no faster than its replies are taken. */
  private boolean mayRead() {
    return !gate.isHeld(Reason.PACED) && (!outbox.isBlocked() || !closing.isOpen());
  }

  /** Nothing more is read, not even of what is being read. */
  void hold(Reason reason) {
    gate.hold(reason);
    reader.stop();
  }

  void release(Reason reason) {
    if (gate.isHeld(reason)) {
      gate.release(reason);
      readBacklogSoon();
    }
  }

  /** Nothing is read ever again, not even what has come already. */
  void stall() {
    hold(Reason.STALLED);
    if (backlog != null) {
      backlog.release();
      readBacklogSoon();
    }
  }

  /** RFC 6455, 7.1.1: a peer may stop sending before it has read all replies. */
  void peerEnded() {
    if (gate.isHeld(Reason.BACKLOG)) {
      hasPeerEnded = true;
      closing.limit();
    } else {
      closing.peerEndedTcp();
    }
  }

  /** The channel is closed. */
  void release() {
    if (backlog != null) {
      backlog.release();
    }
  }
}
