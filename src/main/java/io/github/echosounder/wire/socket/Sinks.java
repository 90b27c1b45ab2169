package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameSink;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.reply.Recoder;
import io.github.echosounder.wire.reply.Relay;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What makes one connection's replies, by what was agreed on. */
final class Sinks {

  private final SocketLimits limits;
  private final HeldMemory memory;
  private final LoopState loop;
  private final byte[] prefix;
  private final @Nullable Compression compression;
  private final Consumer<ByteBuf> output;

  /** {@code compression} is null where permessage-deflate was not agreed on. */
  Sinks(
      SocketLimits limits,
      HeldMemory memory,
      LoopState loop,
      byte[] prefix,
      @Nullable Compression compression,
      Consumer<ByteBuf> output) {
    this.limits = limits;
    this.memory = memory;
    this.loop = loop;
    this.prefix = prefix;
    this.compression = compression;
    this.output = output;
  }

  /** Null where nothing is to be inflated. */
  @Nullable Inflation inflation() {
    return compression == null
        ? null
        : new Inflation(loop.inflated(), !compression.isClientContextKept());
  }

  /** Frames go back as they came, where the peer could read them. */
  FrameSink first() {
    boolean isRelayed = compression == null || (compression.isSymmetric() && prefix.length == 0);
    return isRelayed
        ? new Relay(limits.relayFrameBytes(), prefix, memory, loop.receiveMemory(), output)
        : recoder();
  }

  /** Whatever comes can go back. */
  FrameSink recoder() {
    Deflation deflation =
        compression == null
            ? null
            : new Deflation(
                loop.compressor(), limits.compressionLevel(), compression.serverWindowBits());
    return new Recoder(limits.relayFrameBytes(), prefix, memory, deflation, output);
  }
}
