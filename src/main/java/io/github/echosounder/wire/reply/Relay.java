package io.github.echosounder.wire.reply;

import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Limits;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Receiver;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exact echo. A frame becomes its own reply where it lies: the server's header is four bytes
 * shorter, for want of a key, so all replies to what one read brought fit in its buffer, side by
 * side, and leave in one write. Only a frame that has not arrived completely is copied, or, if it
 * is too large to be held, goes back in fragments as it comes.
 */
public final class Relay implements Receiver {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int relayFrameBytes;
  private final HeldMemory memory;
  private final Consumer<ByteBuf> output;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private ByteBuffer bytes = NOTHING;

  /** Where the buffer begins, in indexes of {@link #bytes}. */
  private int floor;

  /** The replies made so far in this buffer. */
  private int start;

  private int end;

  /** The first byte of the reply to the piece that was placed last. */
  private int first;

  /** Whether fragments of the frame have gone back already. */
  private boolean isSplit;

  /** A reply that is not complete, or has no room before it in the buffer. */
  private @Nullable HeldBuffer held;

  public Relay(Limits limits, HeldMemory memory, Consumer<ByteBuf> output) {
    this.relayFrameBytes = limits.relayFrameBytes();
    this.memory = memory;
    this.output = output;
  }

  @Override
  public void begin(ByteBuf buffer, ByteBuffer bytes, int offset) {
    this.buffer = buffer;
    this.bytes = bytes;
    floor = offset;
    start = 0;
    end = 0;
  }

  @Override
  public int place(FrameReader frame, int from, int length) throws Violation {
    if (held != null) {
      return from;
    }
    boolean isLast = frame.remaining() == length;
    if (!isLast && !isSplit && frame.header().length() <= relayFrameBytes) {
      hold(frame.header().first(), (int) frame.header().length());
      return from;
    }
    int fin = isLast ? frame.header().first() & Opcode.FIN : 0;
    first = isSplit ? fin | Opcode.CONTINUATION : fin | (frame.header().first() & ~Opcode.FIN);
    isSplit = !isLast;
    int header = FrameWriter.headerSize(length);
    if (end > start) {
      return end + header;
    }
    if (from - header < floor) {
      hold(first, length);
    }
    return from;
  }

  private void hold(int first, int length) throws Violation {
    held = new HeldBuffer(memory, FrameWriter.headerSize(length) + length);
    held.header(first, length);
  }

  @Override
  public void take(FrameReader frame, int at, int length) throws Violation {
    if (held == null) {
      int header = at - FrameWriter.headerSize(length);
      FrameWriter.header(bytes, header, first, length);
      replied(header, at + length);
      return;
    }
    held.append(bytes, at, length);
    if (held.isComplete()) {
      output.accept(held.detach());
      held = null;
    }
  }

  private void replied(int from, int to) {
    if (end == start) {
      start = from;
    }
    end = to;
  }

  @Override
  public void inflated(ByteBuffer inflated) {
    // It was inflated to be judged; what goes back are the compressed bytes.
  }

  @Override
  public void endOfMessage(boolean text) {
    // Its last frame has gone back.
  }

  @Override
  public void reply(int opcode, byte[] payload, int length, int readTo) {
    int size = 2 + length;
    int at = end > start ? end : readTo - size;
    if (at < floor) {
      output.accept(FrameWriter.control(opcode, payload, length));
      return;
    }
    FrameWriter.header(bytes, at, Opcode.FIN | opcode, length);
    bytes.put(at + 2, payload, 0, length);
    replied(at, at + size);
  }

  /** Another one takes over, at the beginning of a message and perhaps amid a buffer. */
  public void handTo(Receiver next) {
    if (end > start) {
      output.accept(buffer.retainedSlice(start - floor, end - start));
    }
    next.begin(buffer, bytes, floor);
    buffer = Unpooled.EMPTY_BUFFER;
    bytes = NOTHING;
  }

  @Override
  public void end() {
    ByteBuf read = buffer;
    buffer = Unpooled.EMPTY_BUFFER;
    bytes = NOTHING;
    if (end > start) {
      output.accept(read.setIndex(start - floor, end - floor));
    } else {
      read.release();
    }
  }

  @Override
  public void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
