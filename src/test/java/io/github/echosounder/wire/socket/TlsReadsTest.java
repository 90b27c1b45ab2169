package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.HeldMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A connection with TLS reads much at a time where nothing of it waits for the rest of a record.
 */
@EnabledOnOs(OS.LINUX)
class TlsReadsTest {

  private static final int ABOUT_A_RECORD = 16 * 1024;
  private static final ByteBufAllocator POOL = PooledByteBufAllocator.DEFAULT;

  private final HeldMemory budget = new HeldMemory(16 << 20);
  private final ReceiveMemory memory = new ReceiveMemory(budget);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
    memory.release();
  }

  private RecvByteBufAllocator.ExtendedHandle reading(SslProvider engine) throws SSLException {
    SslContext context = SslContextBuilder.forClient().sslProvider(engine).build();
    channel.pipeline().addLast(context.newHandler(POOL));
    TlsReads.limit(channel);
    TlsRecords.follow(channel);
    var reads =
        (RecvByteBufAllocator.ExtendedHandle)
            channel.config().getRecvByteBufAllocator().newHandle();
    reads.reset(channel.config());
    return reads;
  }

  /** Of a connection that brings all that fits. */
  private static int sizeOfNext(RecvByteBufAllocator.ExtendedHandle reads) {
    int size = 0;
    for (int i = 0; i < 10; i++) {
      ByteBuf bytes = reads.allocate(POOL);
      size = bytes.writableBytes();
      reads.attemptedBytesRead(size);
      reads.lastBytesRead(size);
      reads.readComplete();
      bytes.release();
    }
    return size;
  }

  @Test
  void byBoringSslIntoTheEventLoopsMemoryOnceItIsAWebSocket() throws SSLException {
    assertTrue(OpenSsl.isAvailable());
    var reads = reading(SslProvider.OPENSSL);
    assertTrue(sizeOfNext(reads) <= ABOUT_A_RECORD);
    TlsReads.into(memory, channel);
    assertEquals(ReceiveMemory.SIZE, sizeOfNext(reads));
  }

  @Test
  void lessWhereMuchOfTheBudgetIsHeld() throws SSLException {
    var reads = reading(SslProvider.OPENSSL);
    TlsReads.into(memory, channel);
    assertTrue(budget.reserve(15 << 20));
    assertTrue(sizeOfNext(reads) <= ABOUT_A_RECORD);
    budget.free(15 << 20);
  }

  @Test
  void byJavaAboutARecord() throws SSLException {
    var reads = reading(SslProvider.JDK);
    TlsReads.into(memory, channel);
    assertTrue(sizeOfNext(reads) <= ABOUT_A_RECORD);
  }
}
