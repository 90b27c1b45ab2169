package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the rest of a TLS record: it is kept small, and counts as held once the connection
 * is a WebSocket. Netty's own way of joining reads grows to a MiB, and stays so large for as long
 * as the peer stops within a record. BoringSSL keeps the record itself, out of Netty's sight.
 */
public final class TlsRecords implements ByteToMessageDecoder.Cumulator {

  private static final AttributeKey<TlsRecords> OF_CHANNEL =
      AttributeKey.valueOf(TlsRecords.class, "of-channel");

  private final SSLEngine engine;

  /** Null where the engine keeps nothing, or has been at work before. */
  private final @Nullable TlsBounds bounds;

  private @Nullable HeldMemory memory;

  /** Whether this read has brought any of what the peer has to say. */
  private boolean hasDecrypted;

  /** What was read last; released once it has been decrypted whole. */
  private ByteBuf joined = Unpooled.EMPTY_BUFFER;

  private int held;

  private TlsRecords(SSLEngine engine, @Nullable TlsBounds bounds) {
    this.engine = engine;
    this.bounds = bounds;
  }

  /** Of a channel that is about to read for the first time, if TLS is set up there by then. */
  public static void follow(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return;
    }
    boolean isNative = isNative(tls.engine());
    TlsRecords records = new TlsRecords(tls.engine(), isNative ? new TlsBounds() : null);
    tls.setCumulator(records);
    channel.attr(OF_CHANNEL).set(records);
    if (isNative) {
      TlsReads.prepare(channel);
    }
  }

  private static boolean isNative(SSLEngine engine) {
    return engine instanceof ReferenceCountedOpenSslEngine;
  }

  static TlsRecords of(Channel channel, SslHandler tls, HeldMemory memory) {
    TlsRecords records = channel.attr(OF_CHANNEL).get();
    if (records == null) {
      // The server name or the PROXY protocol came first.
      records = new TlsRecords(tls.engine(), null);
      tls.setCumulator(records);
    }
    records.memory = memory;
    return records;
  }

  @Override
  public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf rest, ByteBuf read) {
    if (bounds != null) {
      bounds.read(read);
    }
    if (!rest.isReadable()) {
      rest.release();
      joined = read;
      return read;
    }
    try {
      joined =
          allocator
              .buffer(rest.readableBytes() + read.readableBytes())
              .writeBytes(rest)
              .writeBytes(read);
      return joined;
    } finally {
      rest.release();
      read.release();
    }
  }

  void decrypted() {
    hasDecrypted = true;
  }

  /** A read is over: what is left of it waits. */
  void readComplete() throws Violation, SSLException {
    if (!hasDecrypted) {
      TlsFault.check(engine);
    }
    hasDecrypted = false;
    if (memory != null) {
      count(memory);
    }
  }

  private void count(HeldMemory memory) throws Violation {
    int waiting = waiting();
    if (waiting > held && !memory.reserve(waiting - held)) {
      throw Violation.noRoom("this instance holds too many incomplete TLS records");
    }
    if (waiting < held) {
      memory.free(held - waiting);
    }
    held = waiting;
  }

  private int waiting() {
    if (isNative(engine)) {
      return bounds == null ? 0 : bounds.waiting();
    }
    return joined.refCnt() > 0 ? joined.capacity() : 0;
  }

  /** The channel is closed. */
  void release() {
    if (memory != null) {
      memory.free(held);
    }
    held = 0;
    joined = Unpooled.EMPTY_BUFFER;
  }
}
