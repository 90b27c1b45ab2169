package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.CloseStatus;
import io.github.echosounder.session.Ending;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.frame.CloseFrame;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Discard;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a connection comes to its end (RFC 6455, 7.1), whoever begins it: a Close each way, always
 * behind the replies that came before, and then the end of TCP.
 */
final class CloseHandshake {

  private enum State {
    /** Messages are answered. */
    OPEN,
    /** This side has sent a Close and awaits the peer's. */
    CLOSE_SENT,
    /** The last frame has been sent; only the end of TCP is awaited. */
    ENDED
  }

  private final ChannelHandlerContext context;
  private final Ending ending;
  private final FrameReader reader;
  private final Outbox outbox;
  private final ReadGate gate;
  private final Duration patience;
  private final Runnable beforeLast;
  private final Runnable onClosing;

  private State state = State.OPEN;

  /** A Close that waits for the end of a message. */
  private @Nullable ServerClose due;

  /**
   * The one of a connection.
   *
   * @param beforeLast is run before the last frame is sent: what is held for later goes out
   * @param onClosing is run when nothing is answered any more
   */
  CloseHandshake(
      ChannelHandlerContext context,
      Ending ending,
      FrameReader reader,
      Outbox outbox,
      ReadGate gate,
      Duration patience,
      Runnable beforeLast,
      Runnable onClosing) {
    this.context = context;
    this.ending = ending;
    this.reader = reader;
    this.outbox = outbox;
    this.gate = gate;
    this.patience = patience;
    this.beforeLast = beforeLast;
    this.onClosing = onClosing;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** 7.1.2: this side begins. */
  void start(ServerClose close) {
    if (state != State.OPEN) {
      return;
    }
    beforeLast.run();
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSE_SENT;
    reader.sink().release();
    reader.sink(new Discard());
    send(close);
    var deadline =
        context
            .executor()
            .schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> deadline.cancel(false));
    outbox.flush();
    gate.closing();
    onClosing.run();
  }

  void startAtBoundary(ServerClose close) {
    due = close;
    startIfDue();
  }

  /** Not within a message that may still end, and not while replies wait for the peer. */
  void startIfDue() {
    ServerClose close = due;
    if (close != null && isBoundary()) {
      due = null;
      start(close);
    }
  }

  private boolean isBoundary() {
    return (!reader.isWithinMessage() || gate.isHeld(Reason.STALLED)) && !outbox.isBlocked();
  }

  /** The peer's Close has come: 5.5.1, its code and reason go back as they came. */
  void arrived(byte[] payload, int length, int readTo) throws Violation {
    CloseFrame close = CloseFrame.read(payload, length);
    ending.closeReceived(new CloseStatus(close.code(), close.reason()));
    if (state == State.OPEN) {
      beforeLast.run();
      reader.sink().reply(Opcode.CLOSE, payload, length, readTo);
    }
    state = State.ENDED;
  }

  /** 7.1.1: behind the last replies the server ends TCP. */
  void finish() {
    reader.sink().release();
    outbox.flush();
    TcpEnd.after(context, patience);
    gate.closing();
    onClosing.run();
  }

  /** 7.1.7: fails the connection, for what the peer sent. */
  void fail(Violation violation) {
    fail(new ServerClose(cause(violation.kind()), violation.code(), violation.reason()));
  }

  /** 7.1.7: fails the connection, also while a buffer is being read. */
  void fail(ServerClose close) {
    if (state == State.ENDED) {
      return;
    }
    boolean isCloseSent = state == State.CLOSE_SENT;
    if (!isCloseSent) {
      beforeLast.run();
      send(close);
    }
    state = State.ENDED;
    finish();
  }

  private static Cause cause(Violation.Kind kind) {
    return switch (kind) {
      case PROTOCOL -> Cause.PROTOCOL_ERROR;
      case PAYLOAD -> Cause.INVALID_PAYLOAD;
      case TOO_BIG -> Cause.TOO_BIG;
      case NO_ROOM -> Cause.HELD_MEMORY;
    };
  }

  /** TCP ends without a Close, behind what is held. It is to be finished. */
  void endTcp(Cause cause, String detail) {
    ending.tcpEnded(cause, detail);
    beforeLast.run();
    state = State.ENDED;
  }

  /** TCP is reset, whatever is held. */
  void reset(Cause cause, String detail) {
    ending.tcpEnded(cause, detail);
    state = State.ENDED;
    TcpEnd.reset(context.channel());
  }

  /** TCP has ended in a way in which nothing more can be said, or is to. */
  void abort(Cause cause, String detail) {
    ending.tcpEnded(cause, detail);
    state = State.ENDED;
    context.close();
  }

  /** The peer has ended its half of TCP: it gets what is pending, then the other half ends too. */
  void peerEndedTcp() {
    if (state != State.ENDED) {
      beforeLast.run();
      ending.tcpEnded(Cause.TCP_END, Ending.TCP_ENDED);
      state = State.ENDED;
      reader.sink().release();
    }
    outbox.flush();
    TcpEnd.now(context, patience);
  }

  /** The peer has ended its half of TCP, and has so long to take what is still to be answered. */
  void limit() {
    TcpEnd.limit(context, patience);
  }

  private void send(ServerClose close) {
    byte[] payload = new CloseFrame(close.status().code(), close.status().reason()).payload();
    if (outbox.write(FrameWriter.control(Opcode.CLOSE, payload, payload.length))) {
      ending.closeSent(close);
    }
  }
}
