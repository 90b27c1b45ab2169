package io.github.echosounder.wire.reply;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.FrameHeader;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameSink;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The echo, frame by frame. A frame becomes its own reply where it lies: the server's header is
 * four bytes shorter, for want of a key, so all replies to what one read brought fit in its buffer,
 * side by side, and leave in one write. A reply that does not fit there, because a prefix makes it
 * longer, is copied behind the others of its kind. Only a frame that has not arrived completely is
 * held, or, if it is too large for that, goes back in fragments as it comes.
 */
public final class Relay implements FrameSink {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int relayFrameBytes;
  private final byte[] prefix;
  private final HeldMemory memory;
  private final ByteBufAllocator copies;
  private final Consumer<ByteBuf> output;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private ByteBuffer bytes = NOTHING;

  /** Where the buffer begins, in indexes of {@link #bytes}. */
  private int floor;

  /** Where the next reply may begin: what lies before it has left, but may not be written yet. */
  private int lowest;

  /** The replies that lie in this buffer, and have not left. */
  private int start;

  private int end;

  /** The first byte of the reply to the piece that was placed last. */
  private int first;

  /** Whether the reply to that piece cannot lie in the buffer. */
  private boolean isCopied;

  /** Whether it begins with the prefix. */
  private boolean isPrefixed;

  /** Whether fragments of the frame have gone back already. */
  private boolean isSplit;

  /** Replies that were copied, and have not left. */
  private @Nullable ByteBuf copied;

  /** A reply that is not complete. */
  private @Nullable HeldBuffer held;

  /**
   * An exact echo, but for a prefix before each text.
   *
   * @param relayFrameBytes above this a frame goes back in fragments
   * @param copies memory for replies that leave with the buffer that is being read
   */
  public Relay(
      int relayFrameBytes,
      byte[] prefix,
      HeldMemory memory,
      ByteBufAllocator copies,
      Consumer<ByteBuf> output) {
    this.relayFrameBytes = relayFrameBytes;
    this.prefix = prefix;
    this.memory = memory;
    this.copies = copies;
    this.output = output;
  }

  @Override
  public int addedBytes() {
    return prefix.length;
  }

  @Override
  public void begin(ByteBuf buffer, ByteBuffer bytes, int offset) {
    this.buffer = buffer;
    this.bytes = bytes;
    floor = offset;
    lowest = offset;
    start = 0;
    end = 0;
  }

  @Override
  public int place(FrameReader frame, int from, int length) throws Violation {
    if (held != null) {
      return from;
    }
    FrameHeader header = frame.header();
    boolean isLast = frame.remaining() == length;
    isPrefixed = prefix.length > 0 && !isSplit && header.opcode() == Opcode.TEXT;
    if (header.length() > relayFrameBytes) {
      if (isPrefixed) {
        copyPrefix();
        isPrefixed = false;
        isSplit = true;
      }
    } else if (!isLast) {
      hold(header.first(), (int) header.length());
      return from;
    }
    int fin = isLast ? header.first() & Opcode.FIN : 0;
    first = isSplit ? fin | Opcode.CONTINUATION : fin | (header.first() & ~Opcode.FIN);
    isSplit = !isLast;
    return isPrefixed ? toBeCopied(from) : placeReply(from, FrameWriter.headerSize(length));
  }

  /** Behind the replies that lie in the buffer, or where its own header fits before it. */
  private int placeReply(int from, int headerSize) {
    int at = end > start ? end + headerSize : from;
    if (at > from || at - headerSize < lowest) {
      return toBeCopied(from);
    }
    isCopied = false;
    sendCopied();
    return at;
  }

  private int toBeCopied(int from) {
    isCopied = true;
    return from;
  }

  private void hold(int first, int length) throws Violation {
    int size = isPrefixed ? prefix.length + length : length;
    held = new HeldBuffer(memory, FrameWriter.headerSize(size) + size);
    held.header(first, size);
    if (isPrefixed) {
      held.append(prefix);
    }
  }

  @Override
  public void take(FrameReader frame, int at, int length) throws Violation {
    if (held != null) {
      held.append(bytes, at, length);
      if (held.isComplete()) {
        sendPlaced();
        sendCopied();
        HeldBuffer complete = held;
        held = null;
        output.accept(complete.detach());
      }
    } else if (isCopied) {
      copy(at, length);
    } else {
      int header = at - FrameWriter.headerSize(length);
      FrameWriter.header(bytes, header, first, length);
      placed(header, at + length);
    }
  }

  private void placed(int from, int to) {
    if (end == start) {
      start = from;
    }
    end = to;
  }

  private void copy(int at, int length) {
    int size = isPrefixed ? prefix.length + length : length;
    ByteBuf out = copied(FrameWriter.headerSize(size) + size);
    FrameWriter.header(out, first, size);
    if (isPrefixed) {
      out.writeBytes(prefix);
    }
    out.writeBytes(bytes.duplicate().limit(at + length).position(at));
  }

  /** The prefix of a text that goes back in fragments is the first one of them. */
  private void copyPrefix() {
    ByteBuf out = copied(FrameWriter.headerSize(prefix.length) + prefix.length);
    FrameWriter.header(out, Opcode.TEXT, prefix.length);
    out.writeBytes(prefix);
  }

  /** Where a reply of this size is to be copied to. */
  private ByteBuf copied(int size) {
    sendPlaced();
    if (copied != null && copied.writableBytes() < size) {
      sendCopied();
    }
    if (copied == null) {
      // Most likely the others in the buffer will be copied too.
      copied = copies.directBuffer(Math.max(size, buffer.readableBytes() * 5 / 4));
    }
    return copied;
  }

  @Override
  public void inflated(ByteBuffer inflated) {
    // It was inflated to be judged; what goes back are the compressed bytes.
  }

  @Override
  public void endOfFrame(FrameReader frame) {
    // It has gone back.
  }

  @Override
  public boolean passesCompressed() {
    return true;
  }

  @Override
  public void reply(int opcode, byte[] payload, int length, int readTo) {
    int size = 2 + length;
    int at = end > start ? end : readTo - size;
    if (copied != null || at < lowest || at + size > readTo) {
      ByteBuf out = copied(size);
      FrameWriter.header(out, Opcode.FIN | opcode, length);
      out.writeBytes(payload, 0, length);
      return;
    }
    FrameWriter.header(bytes, at, Opcode.FIN | opcode, length);
    bytes.put(at + 2, payload, 0, length);
    placed(at, at + size);
  }

  @Override
  public void handTo(FrameSink next) {
    sendPlaced();
    sendCopied();
    next.begin(buffer, bytes, floor);
    buffer = Unpooled.EMPTY_BUFFER;
    bytes = NOTHING;
  }

  private void sendPlaced() {
    if (end > start) {
      output.accept(buffer.retainedSlice(start - floor, end - start));
      lowest = end;
    }
    start = 0;
    end = 0;
  }

  private void sendCopied() {
    if (copied != null) {
      output.accept(copied);
      copied = null;
    }
  }

  @Override
  public void end() {
    ByteBuf read = buffer;
    buffer = Unpooled.EMPTY_BUFFER;
    bytes = NOTHING;
    if (end > start) {
      output.accept(read.setIndex(start - floor, end - floor));
      start = 0;
      end = 0;
    } else {
      read.release();
    }
    sendCopied();
  }

  @Override
  public void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
