package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for the rest of a TLS record counts as held, until it is there or nobody waits. */
class TlsRecordsTest {

  private static final int SIZE = 1024;

  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final long buffersBefore = Footprint.buffers();
  private final HeldMemory memory = new HeldMemory(4 * SIZE);
  private final TlsRecords records = records(memory);

  private static TlsRecords records(HeldMemory memory) {
    try {
      SslHandler tls = new SslHandler(SSLContext.getDefault().createSSLEngine());
      return TlsRecords.of(new EmbeddedChannel(), tls, memory);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private ByteBuf read(int bytes) {
    return allocator.buffer(bytes).writeZero(bytes);
  }

  @AfterEach
  void nothingIsLeft() {
    records.release();
    assertEquals(0, memory.held());
    assertEquals(buffersBefore, Footprint.buffers(), "buffers of the pool");
  }

  @Test
  void anIncompleteRecordCountsUntilItsRestIsThere() throws Exception {
    ByteBuf first = records.cumulate(allocator, allocator.buffer(0), read(SIZE));
    records.readComplete();
    assertEquals(SIZE, memory.held());
    ByteBuf both = records.cumulate(allocator, first, read(SIZE));
    assertEquals(0, first.refCnt(), "it is in the other now");
    assertEquals(2 * SIZE, both.readableBytes());
    records.readComplete();
    assertEquals(2 * SIZE, memory.held());
    both.release(); // as the decoder does, when it has decrypted all of it
    records.readComplete();
    assertEquals(0, memory.held());
  }

  @Test
  void oneThatHasNothingLeftIsGivenBackWhenTheNextComes() throws Exception {
    ByteBuf empty = allocator.buffer(SIZE);
    ByteBuf next = records.cumulate(allocator, empty, read(10));
    assertEquals(0, empty.refCnt());
    next.release();
    records.readComplete();
  }

  @Test
  void anIncompleteRecordCountsNoMoreWhenThePeerLeaves() throws Exception {
    ByteBuf first = records.cumulate(allocator, allocator.buffer(0), read(SIZE));
    records.readComplete();
    records.release();
    assertEquals(0, memory.held());
    first.release();
  }

  @Test
  void whereThereIsNoMemoryForItTheConnectionFailsWith1013() {
    ByteBuf large = records.cumulate(allocator, allocator.buffer(0), read(5 * SIZE));
    assertEquals(1013, assertThrows(Violation.class, records::readComplete).code());
    large.release();
  }
}
