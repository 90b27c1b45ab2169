package io.github.echosounder.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in what was read (RFC 6455, 5.2), however it was cut, unmasks and validates them
 * where they lie. It keeps only where it stands: at most a header and a control frame of a peer are
 * held here.
 */
public final class FrameReader {

  /**
   * A compressed piece is inflated as a whole, to a thousand times its size at worst: this bounds
   * how long that takes.
   */
  private static final int LARGEST_COMPRESSED_PIECE = 4 * 1024;

  /** What a frame costs beside its payload, in units of work. */
  private static final int WORK_PER_FRAME = 64;

  /** With what the sink adds. */
  private int workPerFrame;

  private final FrameLimits limits;
  private final boolean isTextValidated;
  private final @Nullable Inflation inflation;
  private final FrameListener listener;
  private FrameSink sink;

  /** What may still be done in this turn. */
  private int work;

  // The frame that is being read.
  private final FrameHeader header;
  private long remaining;
  private int key;
  private boolean isWithinFrame;

  // The message that is being read.
  private boolean isWithinMessage;
  private boolean isText;
  private boolean isCompressed;
  private long messageBytes;
  private long compressedBytes;
  private final Utf8 utf8 = new Utf8();

  // What has arrived of a header, or of a control frame's payload.
  private byte @Nullable [] partial;
  private int partialLength;

  /**
   * Reads a client's frames. {@code inflation} is null where permessage-deflate was not agreed on.
   */
  public FrameReader(
      FrameLimits limits, @Nullable Inflation inflation, FrameListener listener, FrameSink sink) {
    this(Sender.CLIENT, limits, inflation, listener, sink);
  }

  public FrameReader(
      Sender sender,
      FrameLimits limits,
      @Nullable Inflation inflation,
      FrameListener listener,
      FrameSink sink) {
    this.isTextValidated = sender == Sender.CLIENT;
    this.limits = limits;
    this.inflation = inflation;
    this.listener = listener;
    this.sink = sink;
    this.workPerFrame = WORK_PER_FRAME + sink.addedBytes();
    this.header = new FrameHeader(inflation != null, sender);
  }

  /** Another one takes over, perhaps amid a buffer. */
  public void sink(FrameSink sink) {
    this.sink.handTo(sink);
    this.sink = sink;
    this.workPerFrame = WORK_PER_FRAME + sink.addedBytes();
  }

  public FrameSink sink() {
    return sink;
  }

  /** Whether the peer has begun a message and not ended it. */
  public boolean isWithinMessage() {
    return isWithinMessage || isWithinFrame;
  }

  /**
   * Reads the buffer, which passes to the sink, until its end, a Close, or until so much work is
   * done: a byte of payload is a unit, as it came and again as it was inflated, and a frame costs
   * some more.
   *
   * @return what has not been read for want of work, in memory of its own; null when nothing is
   *     left
   */
  public @Nullable ByteBuf read(ByteBuf buffer, int allowance) throws Violation {
    work = allowance;
    ByteBuffer bytes = buffer.internalNioBuffer(buffer.readerIndex(), buffer.readableBytes());
    int at = bytes.position();
    int end = bytes.limit();
    sink.begin(buffer, bytes, at - buffer.readerIndex());
    bytes.clear();
    try {
      while (at < end && !listener.isEnded()) {
        if (work <= 0) {
          return copy(bytes, at, end);
        }
        if (!isWithinFrame) {
          at = readHeader(bytes, at, end);
          if (!isWithinFrame) {
            return null;
          }
        }
        int length = (int) Math.min(remaining, end - at);
        if (length == 0 && remaining > 0) {
          return null;
        }
        at =
            Opcode.isControl(header.opcode())
                ? readControl(bytes, at, length)
                : readData(bytes, at, isCompressed ? cut(length) : length);
      }
      return null;
    } finally {
      sink.end();
    }
  }

  /** Nothing more is read in this turn. */
  public void stop() {
    work = 0;
  }

  /** What is left of the allowance; nothing, or less, when it is used up. */
  public int workLeft() {
    return work;
  }

  private static int cut(int length) {
    return Math.min(length, LARGEST_COMPRESSED_PIECE);
  }

  /** The sink may write to what lies behind {@code at} once it owns the buffer. */
  private static ByteBuf copy(ByteBuffer bytes, int at, int end) {
    ByteBuf rest = PooledByteBufAllocator.DEFAULT.directBuffer(end - at);
    return rest.writeBytes(bytes.duplicate().limit(end).position(at));
  }

  // ---------------------------------------------------------------- header

  private int readHeader(ByteBuffer bytes, int at, int end) throws Violation {
    if (partialLength == 0) {
      int size = header.parse(bytes, at, end - at, isWithinMessage);
      if (size > 0) {
        beginFrame();
        return at + size;
      }
    }
    byte[] begun = partial();
    int from = at;
    while (from < end) {
      begun[partialLength++] = bytes.get(from++);
      if (header.parse(ByteBuffer.wrap(begun), 0, partialLength, isWithinMessage) > 0) {
        partialLength = 0;
        beginFrame();
        return from;
      }
    }
    return from;
  }

  private byte[] partial() {
    if (partial == null) {
      partial = new byte[FrameHeader.LARGEST_CONTROL];
    }
    return partial;
  }

  private void beginFrame() throws Violation {
    int opcode = header.opcode();
    if (!Opcode.isControl(opcode)) {
      if (opcode != Opcode.CONTINUATION) {
        isWithinMessage = true;
        isText = opcode == Opcode.TEXT;
        isCompressed = header.isCompressed();
        messageBytes = 0;
        compressedBytes = 0;
      }
      checkLimits(header.length());
    }
    key = header.key();
    remaining = header.length();
    isWithinFrame = true;
  }

  private void checkLimits(long announced) throws Violation {
    // Stored blocks make incompressible data a little longer; its inflated size is what counts.
    long slack = isCompressed ? (announced >> 7) + 64 : 0;
    if (announced - slack > limits.frameBytes()) {
      throw Violation.tooBig(
          "frame of " + announced + " bytes; the limit is " + limits.frameBytes());
    }
    if (!isCompressed) {
      messageBytes += announced;
      if (messageBytes > limits.messageBytes()) {
        throw Violation.tooBig(
            "message of " + messageBytes + " bytes or more; the limit is " + limits.messageBytes());
      }
    }
  }

  // --------------------------------------------------------------- payload

  private int readData(ByteBuffer bytes, int at, int size) throws Violation {
    if (isCompressed && sink.passesCompressed() && isFinalBlockToCome(bytes, at, size)) {
      listener.finalBlockToCome();
    }
    int to = sink.place(this, at, size);
    long seen = Masking.unmask(bytes, at, to, size, key);
    key = Masking.turn(key, size);
    remaining -= size;
    if (isCompressed) {
      inflate(bytes, to, size);
    } else if (isText && isTextValidated && ((seen & Utf8.HIGH_BITS) != 0 || !utf8.isComplete())) {
      checkText(bytes, to, size);
    }
    if (isEndOfMessage() && isText && !utf8.isComplete()) {
      throw Violation.payload("text that ends within a character (RFC 6455, 8.1)");
    }
    work -= workPerFrame + size;
    sink.take(this, to, size);
    if (remaining == 0) {
      endFrame();
    }
    return at + size;
  }

  /**
   * RFC 7692, 7.2.3.4: a compressor may set BFINAL, but few others can read on behind it. So such
   * blocks do not go back as they came. The first bit of a message tells of its first block; a
   * first frame without payload does not tell.
   */
  private boolean isFinalBlockToCome(ByteBuffer bytes, int at, int size) {
    boolean isBegin = header.opcode() != Opcode.CONTINUATION && remaining == header.length();
    return isBegin
        && ((inflation != null && inflation.hasSeenFinalBlock())
            || (size == 0 && !header.isFinal())
            || (size > 0 && ((bytes.get(at) ^ key) & 1) != 0));
  }

  private void inflate(ByteBuffer bytes, int from, int size) throws Violation {
    if (inflation == null) {
      throw new IllegalStateException("compressed without the extension");
    }
    compressedBytes += size;
    messageBytes = inflation.inflate(bytes, from, size, isEndOfMessage(), this::inflated);
  }

  private void inflated(ByteBuffer bytes, long total) throws Violation {
    if (total > limits.messageBytes()) {
      throw Violation.tooBig(
          "message that inflates to more than the limit of " + limits.messageBytes() + " bytes");
    }
    if (isText && isTextValidated) {
      checkText(bytes, bytes.position(), bytes.remaining());
    }
    work -= bytes.remaining();
    sink.inflated(bytes);
  }

  private void checkText(ByteBuffer bytes, int from, int size) throws Violation {
    if (!utf8.accept(bytes, from, size)) {
      throw Violation.payload("text that is not UTF-8 (RFC 6455, 8.1)");
    }
  }

  private void endFrame() throws Violation {
    isWithinFrame = false;
    if (header.isFinal()) {
      isWithinMessage = false;
      listener.messageEnded(
          isText, isCompressed, messageBytes, isCompressed ? compressedBytes : messageBytes);
    }
    sink.endOfFrame(this);
  }

  // --------------------------------------------------------------- control

  private int readControl(ByteBuffer bytes, int at, int size) throws Violation {
    work -= WORK_PER_FRAME;
    byte[] payload = partial();
    bytes.get(at, payload, partialLength, size);
    partialLength += size;
    remaining -= size;
    if (remaining > 0) {
      return at + size;
    }
    int length = partialLength;
    partialLength = 0;
    isWithinFrame = false;
    for (int i = 0; i < length; i++) {
      payload[i] ^= (byte) (key >>> ((i & 3) << 3));
    }
    switch (header.opcode()) {
      case Opcode.PING -> listener.ping(payload, length, at + size);
      case Opcode.PONG -> listener.pong(payload, length);
      default -> listener.close(payload, length, at + size);
    }
    return at + size;
  }

  // ----------------------------------------------------- the frame, as read

  public FrameHeader header() {
    return header;
  }

  /** Payload bytes that come after the pieces taken so far. */
  public long remaining() {
    return remaining;
  }

  /** Whether the message is text. */
  public boolean isText() {
    return isText;
  }

  /** Whether it is compressed. */
  public boolean isCompressed() {
    return isCompressed;
  }

  private boolean isEndOfMessage() {
    return remaining == 0 && header.isFinal();
  }
}
