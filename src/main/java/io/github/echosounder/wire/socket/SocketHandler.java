package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Ending;
import io.github.echosounder.session.Initiator;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Wire;
import io.github.echosounder.wire.frame.ControlFrames;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.frame.Limits;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Receiver;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.HeldMemory;
import io.github.echosounder.wire.reply.MessageWriter;
import io.github.echosounder.wire.reply.Messages;
import io.github.echosounder.wire.reply.Relay;
import io.github.echosounder.wire.reply.Tally;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The socket end of one WebSocket connection: bytes in, replies out. Everything here runs on the
 * connection's event loop.
 */
public final class SocketHandler extends ChannelDuplexHandler
    implements Wire, ControlFrames, Messages.Output {

  /** Reading the clock costs more than an echo: one read in 16 is timed. */
  private static final int ECHO_TIME_SAMPLES = 0xF;

  private final Connection connection;
  private final Limits limits;
  private final HeldMemory memory;
  private final Traffic traffic;
  private final Tally tally;
  private final FrameReader reader;
  private final @Nullable Inflation inflation;
  private final MessageWriter writer;

  private final boolean mayRelay;
  private boolean isReading;
  private boolean isRelayed;

  // From handlerAdded on.
  private ChannelHandlerContext context;
  private Outbox outbox;
  private Turn turn;
  private CloseHandshake closing;
  private @Nullable Timers timers;
  private @Nullable Pings pings;

  private int reads;

  /** When the read that is timed began, or zero. */
  private long timedSince;

  public SocketHandler(
      Connection connection,
      Limits limits,
      HeldMemory memory,
      Traffic traffic,
      @Nullable Inflation inflation,
      @Nullable Deflation deflation,
      boolean mayRelay) {
    this.connection = connection;
    this.limits = limits;
    this.memory = memory;
    this.traffic = traffic;
    this.inflation = inflation;
    this.mayRelay = mayRelay;
    this.writer = new MessageWriter(deflation, connection, traffic);
    this.tally = new Tally(connection, traffic);
    this.reader = new FrameReader(limits, inflation, tally, this, new Messages(memory, this));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    this.outbox = new Outbox(context, memory, traffic, this::hasRoom);
    this.turn = new Turn(context, outbox, this);
    this.closing =
        new CloseHandshake(
            context, connection, reader, outbox, limits.closeTimeout(), this::stopRelaying);
    if (!limits.idleTimeout().isZero() || !limits.maxAge().isZero()) {
      timers = new Timers(context.executor(), limits, this);
    }
    if (!limits.pingInterval().isZero()) {
      pings = new Pings(context, limits.pingInterval(), traffic.pingNanos(), outbox, closing);
    }
  }

  /** Sends the response to the handshake, before anything else. */
  public void begin(ByteBuf response) {
    outbox.write(response);
    context.flush();
  }

  // ------------------------------------------------------------------ in

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes) || isEnded()) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (timers != null) {
      timers.read();
    }
    isReading = true;
    if ((reads++ & ECHO_TIME_SAMPLES) == 0) {
      timedSince = System.nanoTime();
    }
    try {
      reader.read(contiguous(bytes));
      count();
      if (isEnded()) {
        closing.finish();
      } else {
        turn.read();
      }
    } catch (Violation violation) {
      count();
      closing.fail(violation);
    } finally {
      isReading = false;
    }
  }

  /** Once more when nothing is pending does no harm. */
  public void flushReplies() {
    if (isEnded()) {
      // They went out before the last frame.
      return;
    }
    try {
      outbox.flush();
      if (timedSince != 0 && !outbox.isBlocked()) {
        traffic.echoNanos().record(System.nanoTime() - timedSince);
      }
      timedSince = 0;
      closing.startIfDue();
    } catch (Violation violation) {
      closing.fail(violation);
    }
  }

  /** All that a read brought has been dealt with in it; nobody behind this one asks. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {}

  /** The peer has taken what waited for it. That it did not send meanwhile was our doing. */
  private void hasRoom() {
    if (timers != null) {
      timers.read();
    }
    closing.startIfDue();
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

  private void count() {
    tally.settle(isRelayed);
  }

  @Override
  public void message(boolean isText, ByteBuf payload) {
    context.fireChannelRead(
        isText ? new TextWebSocketFrame(payload) : new BinaryWebSocketFrame(payload));
  }

  @Override
  public void control(ByteBuf frame) {
    outbox.write(frame);
  }

  @Override
  public void ping(byte[] payload, int length, int readTo) {
    reader.receiver().reply(Opcode.PONG, payload, length, readTo);
  }

  @Override
  public void pong(byte[] payload, int length) {
    // 5.5.3: an unsolicited one is not answered.
    if (pings != null) {
      pings.answered(payload, length);
    }
  }

  @Override
  public void close(byte[] payload, int length, int readTo) throws Violation {
    closing.arrived(payload, length, readTo);
  }

  private void stopRelaying() {
    count();
    isRelayed = false;
  }

  @Override
  public Receiver withoutRelay() {
    stopRelaying();
    return new Messages(memory, this);
  }

  @Override
  public boolean isEnded() {
    return closing.isEnded();
  }

  // ----------------------------------------------------------------- out

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof CloseWebSocketFrame close) {
      int code = close.statusCode();
      String reason = close.reasonText();
      close.release();
      close(new Ending(Initiator.SERVER, code, reason));
      // The library ends TCP when its Close is sent: here that has to wait for the peer's.
      context.channel().closeFuture().addListener(closed -> promise.trySuccess());
    } else if (message instanceof WebSocketFrame frame && closing.isOpen()) {
      context.write(writer.encode(frame), promise);
    } else if (message instanceof WebSocketFrame) {
      // 5.5.1: no data after a Close.
      ReferenceCountUtil.release(message);
      promise.setFailure(new IOException("the connection is closing"));
    } else {
      context.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    if (isReading) {
      return;
    }
    try {
      outbox.flush();
    } catch (Violation violation) {
      closing.fail(violation);
    }
  }

  @Override
  public boolean relay() {
    if (!mayRelay) {
      // The peer could not inflate its own bytes: the endpoint answers message by message.
      return false;
    }
    isRelayed = true;
    reader.receiver(new Relay(limits, memory, outbox::write));
    return inflation == null;
  }

  // --------------------------------------------------------------- close

  @Override
  public void close(Ending ending) {
    context.executor().execute(() -> closing.start(ending));
  }

  @Override
  public void closeAtBoundary(Ending ending) {
    context.executor().execute(() -> closing.startAtBoundary(ending));
  }

  @Override
  public void abort() {
    context.executor().execute(() -> context.close());
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (closing.isOpen()) {
      // Not a Close of ours: the process is ending, or a library gave up.
      connection.ended(
          new Ending(Initiator.SERVER, Ending.ABNORMAL, "closed without a Close frame"));
    }
    context.close(promise);
  }

  /** RFC 6455, 7.1.1: a peer may stop sending before it has read all replies. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      closing.peerEndedTcp();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.ended(Ending.tcpEnded());
    reader.receiver().release();
    if (timers != null) {
      timers.stop();
    }
    if (pings != null) {
      pings.stop();
    }
    if (inflation != null) {
      inflation.release();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      connection.ended(Ending.reset());
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
