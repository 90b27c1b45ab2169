package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Ending;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Wire;
import io.github.echosounder.wire.frame.CloseCode;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameListener;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameSink;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Recoder;
import io.github.echosounder.wire.reply.Relay;
import io.github.echosounder.wire.reply.Tally;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The socket end of one WebSocket connection: bytes in, replies out. Everything here runs on the
 * connection's event loop.
 */
public final class SocketHandler extends ChannelDuplexHandler
    implements Wire, FrameListener, Outbox.Owner {

  private final Connection connection;
  private final SocketLimits limits;
  private final HeldMemory memory;
  private final LoopState loop;
  private final LongSupplier clock;
  private final byte[] prefix;
  private final @Nullable Inflation inflation;
  private final @Nullable Deflation deflation;
  private final Tally tally;
  private final EchoTimes echoTimes;
  private final FrameReader reader;

  // From handlerAdded on.
  private ChannelHandlerContext context;
  private ReadGate gate;
  private Outbox outbox;
  private Turn turn;
  private CloseHandshake closing;
  private @Nullable Timers timers;
  private @Nullable Pings pings;

  /** Null without TLS. */
  private @Nullable TlsRecords records;

  /** Made for the first bytes that have to wait. */
  private @Nullable Backlog backlog;

  private boolean hasPeerEnded;

  /** {@code compression} is null where permessage-deflate was not agreed on. */
  SocketHandler(
      Connection connection,
      SocketLimits limits,
      HeldMemory memory,
      LoopState loop,
      LongSupplier clock,
      byte[] prefix,
      @Nullable Compression compression) {
    this.connection = connection;
    this.limits = limits;
    this.memory = memory;
    this.loop = loop;
    this.clock = clock;
    this.prefix = prefix;
    if (compression == null) {
      inflation = null;
      deflation = null;
    } else {
      inflation = new Inflation(loop.inflated(), !compression.isClientContextKept());
      deflation =
          new Deflation(
              loop.compressor(), limits.compressionLevel(), compression.serverWindowBits());
    }
    boolean isRelayed = compression == null || (compression.isSymmetric() && prefix.length == 0);
    this.tally = new Tally(connection, loop.traffic(), prefix.length);
    this.echoTimes = new EchoTimes(loop.traffic().echoNanos());
    this.reader =
        new FrameReader(limits.frames(), inflation, this, isRelayed ? relay() : recoder());
  }

  private FrameSink relay() {
    return new Relay(
        limits.relayFrameBytes(), prefix, memory, loop.receiveMemory(), this::writeReply);
  }

  private FrameSink recoder() {
    return new Recoder(limits.relayFrameBytes(), prefix, memory, deflation, this::writeReply);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls != null) {
      records = TlsRecords.of(tls, memory);
    }
    gate = new ReadGate(context.channel().config());
    outbox = new Outbox(context, memory, loop, gate, this);
    turn = new Turn(context, loop, gate, outbox, this);
    closing =
        new CloseHandshake(
            context,
            connection.ending(),
            reader,
            outbox,
            gate,
            limits.closeTimeout(),
            this::readBacklogSoon);
    if (!limits.idleTimeout().isZero() || !limits.maxAge().isZero()) {
      timers = new Timers(context.executor(), limits, clock, gate, closing, this::guarded);
    }
    if (!limits.pingInterval().isZero()) {
      pings =
          new Pings(
              context.executor(),
              limits.pingInterval(),
              clock,
              loop.traffic().pingNanos(),
              outbox,
              closing,
              this::guarded);
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
    if (!(message instanceof ByteBuf bytes) || isEnded() || !bytes.isReadable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (timers != null) {
      timers.read();
    }
    if (gate.isOpen()) {
      read(contiguous(bytes));
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
      fail(fault);
    }
  }

  private void read(ByteBuf bytes) {
    echoTimes.read();
    try {
      ByteBuf rest = readFrames(bytes);
      if (rest != null) {
        backlog().putBack(rest);
        gate.hold(Reason.BACKLOG);
      }
      if (isEnded()) {
        closing.finish();
      } else {
        turn.read(reader.workLeft());
      }
    } catch (Violation violation) {
      closing.fail(violation);
    } catch (Throwable fault) {
      fail(fault);
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

  private Backlog backlog() {
    if (backlog == null) {
      backlog = new Backlog(memory);
    }
    return backlog;
  }

  /** The replies that wait for the end of the turn go out. Once more does no harm. */
  void flushReplies() {
    if (isEnded()) {
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
      fail(fault);
    }
  }

  /** Once more does no harm. */
  private void readBacklogSoon() {
    if (gate.isHeld(Reason.BACKLOG)) {
      onLoop(this::readBacklog);
    }
  }

  private void readBacklog() {
    Backlog waiting = backlog;
    if (waiting == null) {
      return;
    }
    while (!waiting.isEmpty() && !isEnded() && !turn.isOver() && mayRead()) {
      ByteBuf bytes = waiting.poll();
      if (bytes != null) {
        read(bytes);
      }
    }
    if (isEnded()) {
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
    return !outbox.isBlocked() || !closing.isOpen();
  }

  /** All that a read brought has been dealt with in it; nobody behind this one asks. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (records != null && !isEnded()) {
      try {
        records.count();
      } catch (Violation noRoom) {
        closing.fail(noRoom);
      }
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

  @Override
  public void messageEnded(boolean isText, boolean isCompressed, long bytes, long wireBytes) {
    tally.message(isText, bytes);
    if (isCompressed) {
      loop.traffic().addCompressed(wireBytes, bytes);
    }
    echoTimes.echoed();
  }

  @Override
  public void ping(byte[] payload, int length, int readTo) {
    reader.sink().reply(Opcode.PONG, payload, length, readTo);
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

  @Override
  public void finalBlockToCome() {
    if (reader.sink() instanceof Relay relay) {
      FrameSink recoder = recoder();
      relay.handTo(recoder);
      reader.sink(recoder);
    }
  }

  @Override
  public boolean isEnded() {
    return closing.isEnded();
  }

  // ----------------------------------------------------------------- out

  private void writeReply(ByteBuf frames) {
    outbox.write(frames);
  }

  /** The peer has taken what waited for it. That it did not send meanwhile was our doing. */
  @Override
  public void hasRoom() {
    guarded(this::goOn).run();
  }

  private void goOn() {
    if (timers != null) {
      timers.read();
    }
    echoTimes.sent();
    closing.startIfDue();
    readBacklogSoon();
  }

  @Override
  public void hasNoRoom() {
    closing.abort(Cause.SLOW_READER, "this instance holds too many replies that peers do not take");
  }

  /** Endpoints send nothing; the container closes what it has open when it ends. */
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof CloseWebSocketFrame frame) {
      int code = frame.statusCode() < 0 ? CloseCode.NO_STATUS : frame.statusCode();
      close(new ServerClose(Cause.PROCESS_END, code, frame.reasonText()));
      frame.release();
      // The library ends TCP when its Close is sent: here that has to wait for the peer's.
      context.channel().closeFuture().addListener(closed -> promise.trySuccess());
    } else if (message instanceof WebSocketFrame) {
      ReferenceCountUtil.release(message);
      promise.setFailure(new UnsupportedOperationException("the wire makes the replies"));
    } else {
      context.write(message, promise);
    }
  }

  // --------------------------------------------------------------- close

  @Override
  public void close(ServerClose close) {
    onLoop(() -> closing.start(close));
  }

  @Override
  public void closeAtBoundary(ServerClose close) {
    onLoop(() -> closing.startAtBoundary(close));
  }

  @Override
  public void abort(Cause cause, String detail) {
    onLoop(() -> closing.abort(cause, detail));
  }

  private void onLoop(Runnable action) {
    context.executor().execute(guarded(action));
  }

  /** For what Netty runs: it would log a fault, and the connection would wait for ever. */
  private Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (Throwable fault) {
        fail(fault);
      }
    };
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    // Where nothing is known of an end yet: the process ends, or a library gave up.
    connection.ending().tcpEnded(Cause.PROCESS_END, "TCP was ended by this server without a Close");
    context.close(promise);
  }

  /** RFC 6455, 7.1.1: a peer may stop sending before it has read all replies. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      context.fireUserEventTriggered(event);
    } else if (gate.isHeld(Reason.BACKLOG)) {
      hasPeerEnded = true;
      closing.limit();
    } else {
      closing.peerEndedTcp();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.ending().tcpEnded(Cause.TCP_END, Ending.TCP_ENDED);
    reader.sink().release();
    outbox.release();
    if (records != null) {
      records.release();
    }
    if (backlog != null) {
      backlog.release();
    }
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
    Faults.Network network = Faults.network(cause);
    if (network != null) {
      closing.abort(network.cause(), network.detail());
    } else {
      fail(cause);
    }
  }

  /** A fault of ours ends the connection that it happened on, and no other. */
  private void fail(Throwable fault) {
    Faults.log(connection, fault);
    try {
      closing.fail(new ServerClose(Cause.INTERNAL, CloseCode.INTERNAL_ERROR, "internal error"));
    } catch (Throwable again) {
      closing.abort(Cause.INTERNAL, "internal error");
    }
  }
}
