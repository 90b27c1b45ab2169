package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * What waits for the rest of a TLS record: it is kept small, and counts as held. Netty's own way of
 * joining reads grows to a MiB, and stays so large for as long as the peer stops within a record.
 */
final class TlsRecords implements ByteToMessageDecoder.Cumulator {

  private final HeldMemory memory;
  private final SSLEngine engine;

  /** Whether this read has brought any of what the peer has to say. */
  private boolean hasDecrypted;

  /** What was read last; released once it has been decrypted whole. */
  private ByteBuf joined = Unpooled.EMPTY_BUFFER;

  private int held;

  private TlsRecords(HeldMemory memory, SSLEngine engine) {
    this.memory = memory;
    this.engine = engine;
  }

  static TlsRecords of(SslHandler tls, HeldMemory memory) {
    TlsRecords records = new TlsRecords(memory, tls.engine());
    tls.setCumulator(records);
    return records;
  }

  @Override
  public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf rest, ByteBuf read) {
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
    count();
  }

  private void count() throws Violation {
    int waiting = joined.refCnt() > 0 ? joined.capacity() : 0;
    if (waiting > held && !memory.reserve(waiting - held)) {
      throw Violation.noRoom("this instance holds too many incomplete TLS records");
    }
    if (waiting < held) {
      memory.free(held - waiting);
    }
    held = waiting;
  }

  /** The channel is closed. */
  void release() {
    memory.free(held);
    held = 0;
    joined = Unpooled.EMPTY_BUFFER;
  }
}
