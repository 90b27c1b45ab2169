package io.github.echosounder.wire.socket;

import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.behaviour.Wants;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameSink;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.reply.Account;
import io.github.echosounder.wire.reply.Assembler;
import io.github.echosounder.wire.reply.Discard;
import io.github.echosounder.wire.reply.Receiver;
import io.github.echosounder.wire.reply.Recoder;
import io.github.echosounder.wire.reply.Relay;
import io.github.echosounder.wire.reply.ReplyEncoder;
import io.github.echosounder.wire.reply.Tally;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What makes one connection's replies, by what was agreed on. */
final class Sinks {

  private final SocketLimits limits;
  private final HeldMemory memory;
  private final LoopState loop;
  private final Plan plan;
  private final @Nullable Compression compression;
  private final Consumer<ByteBuf> output;

  /** {@code compression} is null where permessage-deflate was not agreed on. */
  Sinks(
      SocketLimits limits,
      HeldMemory memory,
      LoopState loop,
      Plan plan,
      @Nullable Compression compression,
      Consumer<ByteBuf> output) {
    this.limits = limits;
    this.memory = memory;
    this.loop = loop;
    this.plan = plan;
    this.compression = compression;
    this.output = output;
  }

  /** Null where nothing is to be inflated. */
  @Nullable Inflation inflation() {
    return compression == null
        ? null
        : new Inflation(loop.inflated(), !compression.isClientContextKept());
  }

  Tally tally(Connection connection) {
    return plan instanceof Plan.Echo echo
        ? new Tally(connection, loop.traffic(), echo.prefix().length)
        : Tally.ofReceived(connection, loop.traffic());
  }

  EchoTimes echoTimes() {
    return plan instanceof Plan.Echo
        ? new EchoTimes(loop.traffic().echoNanos())
        : EchoTimes.ofNobody();
  }

  /** Frames go back as they came, where the peer could read them. */
  FrameSink first() {
    if (!(plan instanceof Plan.Echo echo)) {
      return new Discard(); // until there is somebody to tell
    }
    boolean isRelayed =
        compression == null || (compression.isSymmetric() && echo.prefix().length == 0);
    return isRelayed
        ? new Relay(limits.relayFrameBytes(), echo.prefix(), memory, loop.receiveMemory(), output)
        : recoder(echo);
  }

  /** Whatever comes can go back. */
  FrameSink recoder() {
    return recoder((Plan.Echo) plan);
  }

  private FrameSink recoder(Plan.Echo echo) {
    return new Recoder(limits.relayFrameBytes(), echo.prefix(), memory, deflation(), output);
  }

  private @Nullable Deflation deflation() {
    return compression == null
        ? null
        : new Deflation(
            loop.compressor(), limits.compressionLevel(), compression.serverWindowBits());
  }

  /** For a conversation. */
  FrameSink told(Plan.Scripted scripted, Receiver receiver) {
    return scripted.wants() == Wants.PAYLOAD
        ? new Assembler(memory, scripted.shape().prefix(), receiver, output)
        : new Account(scripted.wants() == Wants.FACTS, InstantSource.system(), receiver, output);
  }

  /** What runs a connection's conversation. */
  Script script(
      Plan.Scripted scripted,
      Connection connection,
      EventExecutor executor,
      LongSupplier clock,
      Outbox outbox,
      Inbound inbound,
      CloseHandshake closing,
      UnaryOperator<Runnable> guard) {
    long bytesPerSecond = scripted.shape().bytesPerSecond();
    Pace pace =
        new Pace(
            executor,
            clock,
            memory,
            loop.traffic(),
            connection,
            outbox,
            inbound,
            guard,
            bytesPerSecond);
    ReplyEncoder encoder =
        new ReplyEncoder(
            memory, deflation(), scripted.shape().fragmentBytes(), Pace.partOf(bytesPerSecond));
    return new Script(
        scripted.conversation().apply(connection.id()),
        encoder,
        pace,
        outbox,
        inbound,
        closing,
        executor,
        clock,
        guard);
  }
}
