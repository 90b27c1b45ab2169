package io.github.echosounder.wire.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.client.Replies;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameLimits;
import io.github.echosounder.wire.frame.FrameListener;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameSink;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reader of frames and what makes its replies, without a socket: replies stay where they are
 * until they are asked for, as if the kernel took nothing.
 */
final class Echo implements FrameListener, AutoCloseable {

  private static final FrameLimits LIMITS = new FrameLimits(16 << 20, 16 << 20);

  /** Room for the header of a reply before what is read, as the event loops' memory has. */
  private static final int HEADROOM = 16;

  private final long buffersBefore = Footprint.buffers();
  private final HeldMemory memory;
  private final byte[] prefix;
  private final int relayFrameBytes;
  private final UnpooledByteBufAllocator copies = new UnpooledByteBufAllocator(true);
  private final Deflation.@Nullable Compressor compressor;
  private final @Nullable Deflation deflation;
  private final @Nullable Inflation inflation;
  private final FrameReader reader;
  private final List<ByteBuf> written = new ArrayList<>();
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private int headroom = HEADROOM;
  private int allowance = Integer.MAX_VALUE;

  /** How a connection was agreed on, and set. */
  record Terms(
      String prefix, int relayFrameBytes, long memory, int serverWindowBits, boolean isRelayed) {

    static Terms relay(int relayFrameBytes) {
      return new Terms("", relayFrameBytes, 1 << 20, 0, true);
    }

    static Terms recoder(int largestFrame) {
      return new Terms("", largestFrame, 1 << 20, 15, false);
    }

    Terms prefix(String other) {
      return new Terms(other, relayFrameBytes, memory, serverWindowBits, isRelayed);
    }

    Terms memory(long other) {
      return new Terms(prefix, relayFrameBytes, other, serverWindowBits, isRelayed);
    }

    Terms serverWindowBits(int other) {
      return new Terms(prefix, relayFrameBytes, memory, other, isRelayed);
    }

    boolean isCompressionGranted() {
      return serverWindowBits > 0;
    }
  }

  Echo(Terms terms) {
    memory = new HeldMemory(terms.memory);
    prefix = Bytes.utf8(terms.prefix);
    relayFrameBytes = terms.relayFrameBytes;
    boolean isGranted = terms.isCompressionGranted();
    compressor = isGranted ? new Deflation.Compressor() : null;
    deflation = compressor == null ? null : new Deflation(compressor, 6, terms.serverWindowBits);
    inflation = isGranted ? new Inflation(ByteBuffer.allocateDirect(16 * 1024), false) : null;
    Consumer<ByteBuf> output = written::add;
    FrameSink sink =
        terms.isRelayed ? new Relay(relayFrameBytes, prefix, memory, copies, output) : recoder();
    reader = new FrameReader(LIMITS, inflation, this, sink);
  }

  private FrameSink recoder() {
    return new Recoder(relayFrameBytes, prefix, memory, deflation, written::add);
  }

  /** Whatever is read lies at the very beginning of its buffer. */
  Echo withoutHeadroom() {
    headroom = 0;
    return this;
  }

  /** No turn does more than this. */
  Echo allowance(int work) {
    allowance = work;
    return this;
  }

  Echo read(ClientFrame... frames) throws Violation {
    return read(ClientFrame.bytes(frames));
  }

  Echo read(byte[] bytes) throws Violation {
    ByteBuf buffer =
        PooledByteBufAllocator.DEFAULT
            .directBuffer(headroom + bytes.length + 1)
            .setIndex(headroom, headroom)
            .writeBytes(bytes);
    ByteBuf rest = reader.read(buffer, allowance);
    while (rest != null) {
      rest = reader.read(rest, allowance);
    }
    return this;
  }

  Violation fails(byte[] bytes) {
    return assertThrows(Violation.class, () -> read(bytes));
  }

  FrameReader reader() {
    return reader;
  }

  HeldMemory memory() {
    return memory;
  }

  /** How many writes wait. */
  int writes() {
    return written.size();
  }

  /** Bytes that could not go back where they lay. */
  long copiedBytes() {
    return copies.metric().usedDirectMemory();
  }

  /** Everything that was sent so far. */
  byte[] sent() {
    for (ByteBuf frames : written) {
      byte[] bytes = new byte[frames.readableBytes()];
      frames.readBytes(bytes);
      taken.writeBytes(bytes);
      frames.release();
    }
    written.clear();
    return taken.toByteArray();
  }

  Replies replies() {
    return Replies.of(sent(), inflation != null);
  }

  @Override
  public void messageEnded(boolean isText, boolean isCompressed, long bytes, long wireBytes) {}

  @Override
  public void ping(byte[] payload, int length, int readTo) {
    reader.sink().reply(Opcode.PONG, payload, length, readTo);
  }

  @Override
  public void pong(byte[] payload, int length) {}

  @Override
  public void close(byte[] payload, int length, int readTo) {
    reader.sink().reply(Opcode.CLOSE, payload, length, readTo);
  }

  @Override
  public boolean isEnded() {
    return false;
  }

  @Override
  public void finalBlockToCome() {
    if (reader.sink() instanceof Relay) {
      reader.sink(recoder());
    }
  }

  /** The connection ends: nothing may be left of it. */
  @Override
  public void close() {
    reader.sink().release();
    sent();
    if (inflation != null) {
      inflation.release();
    }
    if (compressor != null) {
      compressor.release();
    }
    assertEquals(0, memory.held(), "held bytes");
    assertEquals(0, copies.metric().usedDirectMemory(), "bytes of copies");
    assertEquals(buffersBefore, Footprint.buffers(), "buffers of the pool");
  }
}
