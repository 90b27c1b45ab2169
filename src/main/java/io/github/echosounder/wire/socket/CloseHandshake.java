package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Ending;
import io.github.echosounder.wire.frame.CloseFrame;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Discard;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a connection comes to its end (RFC 6455, 7.1), whoever begins it: a Close each way, always
 * behind the replies that came before, and then the end of TCP.
 */
public final class CloseHandshake {

  private enum State {
    /** Messages are answered. */
    OPEN,
    /** This side has sent a Close and awaits the peer's. */
    CLOSE_SENT,
    /** The last frame has been sent; only the end of TCP is awaited. */
    ENDED
  }

  private final ChannelHandlerContext context;
  private final Connection connection;
  private final FrameReader reader;
  private final Outbox outbox;
  private final Duration patience;
  private final Runnable onStart;

  private State state = State.OPEN;

  /** A Close that waits for the end of a message. */
  private @Nullable Ending due;

  /** {@code onStart} is run before this side sends its Close: nothing goes back any more. */
  public CloseHandshake(
      ChannelHandlerContext context,
      Connection connection,
      FrameReader reader,
      Outbox outbox,
      Duration patience,
      Runnable onStart) {
    this.onStart = onStart;
    this.context = context;
    this.connection = connection;
    this.reader = reader;
    this.outbox = outbox;
    this.patience = patience;
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** 7.1.2: this side begins. Not while a buffer is being read: its receiver changes. */
  public void start(Ending ending) {
    if (state != State.OPEN) {
      return;
    }
    connection.ended(ending);
    onStart.run();
    send(ending);
    state = State.CLOSE_SENT;
    reader.receiver().release();
    reader.receiver(new Discard());
    var deadline =
        context
            .executor()
            .schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> deadline.cancel(false));
    try {
      outbox.flush();
    } catch (Violation notTaken) {
      fail(notTaken);
    }
  }

  public void startAtBoundary(Ending ending) {
    due = ending;
    startIfDue();
  }

  /** Not within a message, and not while its replies wait for the peer. */
  public void startIfDue() {
    Ending ending = due;
    if (ending != null && !reader.isWithinMessage() && !outbox.isBlocked()) {
      due = null;
      start(ending);
    }
  }

  /** The peer's Close has come: 5.5.1, its code and reason go back as they came. */
  public void arrived(byte[] payload, int length, int readTo) throws Violation {
    Ending ending = CloseFrame.read(payload, length);
    if (state == State.OPEN) {
      connection.ended(ending);
      reader.receiver().reply(Opcode.CLOSE, payload, length, readTo);
    } else {
      connection.closeAnswered();
    }
    state = State.ENDED;
  }

  /** 7.1.1: behind the last replies the server ends TCP. */
  public void finish() {
    reader.receiver().release();
    TcpEnd.after(context, patience);
  }

  /** 7.1.7: fails the connection. */
  public void fail(Violation violation) {
    connection.ended(violation.ending());
    if (violation.isUnsayable()) {
      state = State.ENDED;
      context.close();
      return;
    }
    if (state == State.OPEN) {
      send(violation.ending());
    }
    if (state != State.ENDED) {
      state = State.ENDED;
      finish();
    }
  }

  /** The peer has ended its half of TCP: it gets what is pending, then the other half ends too. */
  public void peerEndedTcp() {
    if (state != State.ENDED) {
      connection.ended(Ending.tcpEnded());
      state = State.ENDED;
      reader.receiver().release();
    }
    TcpEnd.now(context, patience);
  }

  private void send(Ending ending) {
    byte[] payload = CloseFrame.write(ending.code(), ending.reason());
    outbox.write(FrameWriter.control(Opcode.CLOSE, payload, payload.length));
  }
}
