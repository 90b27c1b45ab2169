package io.github.echosounder.wire.socket;

import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Ending;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Wire;
import io.github.echosounder.wire.frame.CloseCode;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The socket end of one WebSocket connection: bytes in, replies out. Everything here runs on the
 * connection's event loop.
 */
public final class SocketHandler extends ChannelDuplexHandler
    implements Wire, Outbox.Owner, Inbound.Tasks {

  private final Connection connection;
  private final SocketLimits limits;
  private final HeldMemory memory;
  private final LoopState loop;
  private final ReadGate gate;
  private final LongSupplier clock;
  private final Plan plan;
  private final Sinks sinks;
  private final @Nullable Inflation inflation;
  private final Frames frames;
  private final FrameReader reader;

  // From handlerAdded on.
  private ChannelHandlerContext context;
  private Outbox outbox;
  private CloseHandshake closing;
  private Inbound inbound;
  private @Nullable Timers timers;
  private @Nullable Pings pings;

  /** Null where messages just come back. */
  private @Nullable Script script;

  /** Null without TLS. */
  private @Nullable TlsRecords records;

  /** {@code compression} is null where permessage-deflate was not agreed on. */
  SocketHandler(
      Connection connection,
      SocketLimits limits,
      HeldMemory memory,
      LoopState loop,
      ReadGate gate,
      LongSupplier clock,
      Plan plan,
      @Nullable Compression compression) {
    this.connection = connection;
    this.limits = limits;
    this.memory = memory;
    this.loop = loop;
    this.gate = gate;
    this.clock = clock;
    this.plan = plan;
    this.sinks = new Sinks(limits, memory, loop, plan, compression, this::writeReply);
    this.inflation = sinks.inflation();
    this.frames = new Frames(sinks, connection, loop.traffic(), plan.pinging().isAnswered());
    this.reader = new FrameReader(limits.frames(), inflation, frames, sinks.first());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls != null) {
      records = TlsRecords.of(context.channel(), tls, memory);
    }
    outbox = new Outbox(context, memory, loop, gate, this);
    closing =
        new CloseHandshake(
            context,
            connection.ending(),
            reader,
            outbox,
            gate,
            limits.closeTimeout(),
            this::beforeLast,
            () -> inbound.readBacklogSoon());
    inbound =
        new Inbound(
            context.channel().eventLoop(),
            loop,
            reader,
            frames.tally(),
            frames.echoTimes(),
            memory,
            gate,
            outbox,
            closing,
            this);
    if (!limits.idleTimeout().isZero() || !limits.maxAge().isZero()) {
      timers = new Timers(context.executor(), limits, clock, gate, outbox, closing, this::guarded);
    }
    Duration asked = plan.pinging().interval();
    Duration pingInterval = asked == null ? limits.pingInterval() : asked;
    if (!pingInterval.isZero()) {
      pings =
          new Pings(
              context.executor(),
              pingInterval,
              clock,
              this::roundTrip,
              outbox,
              closing,
              this::guarded);
    }
    if (plan instanceof Plan.Scripted scripted) {
      script =
          sinks.script(
              scripted,
              connection,
              context.executor(),
              clock,
              outbox,
              inbound,
              closing,
              this::guarded);
      reader.sink(sinks.told(scripted, script));
    }
    frames.attach(reader, closing, pings, script);
  }

  private void beforeLast() {
    if (script != null) {
      script.finish();
    }
  }

  /** Sends the response to the handshake, before anything else. */
  public void begin(ByteBuf response) {
    outbox.write(response);
    outbox.flush();
    if (script != null) {
      script.opened();
    }
  }

  // ------------------------------------------------------------------ in

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes) || closing.isEnded() || !bytes.isReadable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    connection.received(passNanos());
    if (records != null) {
      records.decrypted();
    }
    if (timers != null) {
      timers.read();
    }
    inbound.received(bytes);
  }

  /** All that a read brought has been dealt with in it; nobody behind this one asks. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (records != null && !closing.isEnded()) {
      try {
        records.readComplete();
      } catch (Violation noRoom) {
        closing.fail(noRoom);
      } catch (SSLException fault) {
        exceptionCaught(context, fault);
      }
    }
  }

  // ----------------------------------------------------------------- out

  private void writeReply(ByteBuf frames) {
    outbox.write(frames);
  }

  @Override
  public void sends() {
    connection.sent(passNanos());
  }

  private long passNanos() {
    return loop.flushes().passNanos(context.channel().eventLoop());
  }

  private void roundTrip(long nanos) {
    loop.traffic().pingNanos().record(nanos);
    connection.roundTrip(nanos);
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
    frames.echoTimes().sent();
    if (script != null) {
      execute(script::room);
    }
    closing.startIfDue();
    inbound.readBacklogSoon();
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
    execute(() -> closing.start(close));
  }

  @Override
  public void closeAtBoundary(ServerClose close) {
    execute(() -> {
      hurry();
      closing.startAtBoundary(close);
    });
  }

  private void hurry() {
    if (script != null) {
      script.hurry();
    }
  }

  @Override
  public void abort(Cause cause, String detail) {
    execute(() -> closing.abort(cause, detail));
  }

  @Override
  public void execute(Runnable action) {
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

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      hurry();
      inbound.peerEnded();
    } else {
      context.fireUserEventTriggered(event);
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
    inbound.release();
    if (script != null) {
      script.release();
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
  @Override
  public void fail(Throwable fault) {
    Faults.log(connection, fault);
    try {
      closing.fail(new ServerClose(Cause.INTERNAL, CloseCode.INTERNAL_ERROR, "internal error"));
    } catch (Throwable again) {
      closing.abort(Cause.INTERNAL, "internal error");
    }
  }
}
