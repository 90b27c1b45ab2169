package io.github.echosounder.wire.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader of frames, and what it tells, in words. */
final class Reading implements FrameListener, FrameSink {

  static final FrameLimits LIMITS = new FrameLimits(1 << 20, 1 << 20);
  private static final int NO_BOUND = Integer.MAX_VALUE;

  private final FrameReader reader;
  private final List<String> told = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean isEnded;

  private Reading(FrameLimits limits, @Nullable Inflation inflation) {
    reader = new FrameReader(limits, inflation, this, this);
  }

  static Reading plain() {
    return new Reading(LIMITS, null);
  }

  static Reading within(long messageBytes, long frameBytes) {
    return new Reading(new FrameLimits(messageBytes, frameBytes), null);
  }

  static Reading inflating(FrameLimits limits, boolean isNoContextTakeover) {
    return new Reading(
        limits, new Inflation(ByteBuffer.allocateDirect(16 * 1024), isNoContextTakeover));
  }

  static Reading inflating() {
    return inflating(LIMITS, false);
  }

  /** What these bytes tell, when they come in one piece. */
  static List<String> of(String hex) {
    return plain().read(hex).told();
  }

  /** What is wrong with these bytes. */
  @Override
  public void handTo(FrameSink next) {
    throw new UnsupportedOperationException("nobody takes over");
  }

  static Violation violation(String hex) {
    return plain().fails(hex);
  }

  Reading read(String hex) {
    return read(Bytes.hex(hex));
  }

  Reading read(byte[] bytes) {
    try {
      ByteBuf rest = reader.read(buffer(bytes), NO_BOUND);
      assertEquals(null, rest, "nothing is left");
      return this;
    } catch (Violation violation) {
      throw new AssertionError(violation);
    }
  }

  Violation fails(String hex) {
    return fails(Bytes.hex(hex));
  }

  Violation fails(byte[] bytes) {
    return assertThrows(Violation.class, () -> reader.read(buffer(bytes), NO_BOUND));
  }

  /** Does so much work at a time; the number of turns that it took. */
  int readInTurns(byte[] bytes, int allowance) throws Violation {
    int turns = 1;
    ByteBuf rest = reader.read(buffer(bytes), allowance);
    while (rest != null) {
      assertTrue(reader.workLeft() <= 0, "what is left over is left for want of work");
      turns++;
      rest = reader.read(rest, allowance);
    }
    return turns;
  }

  private static ByteBuf buffer(byte[] bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
  }

  FrameReader reader() {
    return reader;
  }

  /** Data frames and control frames, in order. */
  List<String> told() {
    return List.copyOf(told);
  }

  /** Messages that ended. */
  List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void begin(ByteBuf buffer, ByteBuffer bytes, int offset) {
    this.buffer = buffer;
    this.bytes = bytes;
  }

  @Override
  public int place(FrameReader frame, int from, int length) {
    return from;
  }

  @Override
  public void take(FrameReader frame, int at, int length) {
    if (!frame.isCompressed()) {
      append(bytes.duplicate().limit(at + length).position(at));
    }
  }

  @Override
  public void inflated(ByteBuffer inflated) {
    append(inflated);
  }

  private void append(ByteBuffer piece) {
    byte[] copy = new byte[piece.remaining()];
    piece.get(copy);
    payload.writeBytes(copy);
  }

  @Override
  public void endOfFrame(FrameReader frame) {
    String opcode =
        switch (frame.header().opcode()) {
          case Opcode.TEXT -> "text";
          case Opcode.BINARY -> "binary";
          default -> "continuation";
        };
    told.add(opcode + (frame.header().isFinal() ? " " : "... ") + show(payload.toByteArray()));
    payload.reset();
  }

  @Override
  public void reply(int opcode, byte[] payload, int length, int readTo) {}

  @Override
  public void end() {
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void release() {}

  @Override
  public void messageEnded(boolean isText, boolean isCompressed, long bytes, long wireBytes) {
    messages.add(
        (isText ? "text " : "binary ")
            + bytes
            + (isCompressed ? " from " + wireBytes + " compressed" : ""));
  }

  @Override
  public void ping(byte[] payload, int length, int readTo) {
    told.add("ping " + show(Bytes.slice(payload, 0, length)));
  }

  @Override
  public void pong(byte[] payload, int length) {
    told.add("pong " + show(Bytes.slice(payload, 0, length)));
  }

  @Override
  public void close(byte[] payload, int length, int readTo) throws Violation {
    CloseFrame close = CloseFrame.read(payload, length);
    told.add("close " + close.code() + " " + close.reason());
    isEnded = true;
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void finalBlockToCome() {
    told.add("final block");
  }

  /** As text where all of it can be seen, else in hex. */
  private static String show(byte[] bytes) {
    for (byte next : bytes) {
      if (next < ' ' || next == 0x7F) {
        return HexFormat.of().formatHex(bytes);
      }
    }
    return new String(bytes, US_ASCII);
  }
}
