package io.github.echosounder.wire.frame;

import io.github.echosounder.wire.reply.Relay;
import io.github.echosounder.wire.reply.Tally;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in what was read (RFC 6455, 5.2), however it was cut, unmasks and validates them
 * where they lie. It keeps only where it stands: at most a header and a control frame of a peer are
 * held here.
 */
public final class FrameReader {

  private final Limits limits;
  private final @Nullable Inflation inflation;
  private final Tally tally;
  private final ControlFrames controls;
  private Receiver receiver;

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

  public FrameReader(
      Limits limits,
      @Nullable Inflation inflation,
      Tally tally,
      ControlFrames controls,
      Receiver receiver) {
    this.limits = limits;
    this.inflation = inflation;
    this.tally = tally;
    this.controls = controls;
    this.receiver = receiver;
    this.header = new FrameHeader(inflation != null);
  }

  public void receiver(Receiver receiver) {
    this.receiver = receiver;
  }

  public Receiver receiver() {
    return receiver;
  }

  /** Whether the peer has begun a message and not ended it. */
  public boolean isWithinMessage() {
    return isWithinMessage || isWithinFrame;
  }

  /** Reads all of the buffer, which passes to the receiver; stops early only after a Close. */
  public void read(ByteBuf buffer) throws Violation {
    ByteBuffer bytes = buffer.internalNioBuffer(buffer.readerIndex(), buffer.readableBytes());
    int at = bytes.position();
    int end = bytes.limit();
    receiver.begin(buffer, bytes, at - buffer.readerIndex());
    bytes.clear();
    try {
      // An empty frame is complete with its header, even at the buffer's end.
      while ((at < end || (isWithinFrame && remaining == 0)) && !controls.isEnded()) {
        if (!isWithinFrame) {
          at = readHeader(bytes, at, end);
          if (!isWithinFrame) {
            return;
          }
        }
        int length = (int) Math.min(remaining, end - at);
        if (length == 0 && remaining > 0) {
          return;
        }
        at =
            Opcode.isControl(header.opcode())
                ? readControl(bytes, at, length)
                : readData(bytes, at, length);
      }
    } finally {
      receiver.end();
    }
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
    if (receiver instanceof Relay relay && isFinalBlockToCome(bytes, at, size)) {
      receiver = controls.withoutRelay();
      relay.handTo(receiver);
    }
    int to = receiver.place(this, at, size);
    long seen = Masking.unmask(bytes, at, to, size, key);
    key = Masking.turn(key, size);
    remaining -= size;
    if (isCompressed) {
      inflate(bytes, to, size);
    } else if (isText && ((seen & Utf8.HIGH_BITS) != 0 || !utf8.isComplete())) {
      checkText(bytes, to, size);
    }
    if (isEndOfMessage() && isText && !utf8.isComplete()) {
      throw Violation.payload("text that ends within a character (RFC 6455, 8.1)");
    }
    receiver.take(this, to, size);
    if (remaining == 0) {
      endFrame();
    }
    return at + size;
  }

  /**
   * RFC 7692, 7.2.3.4: a compressor may set BFINAL, but few others can read on behind it. So such
   * blocks do not go back as they came. The first bit of a message tells of its first block.
   */
  private boolean isFinalBlockToCome(ByteBuffer bytes, int at, int size) {
    boolean isBegin =
        isCompressed && header.opcode() != Opcode.CONTINUATION && remaining == header.length();
    return isBegin
        && ((inflation != null && inflation.hasSeenFinalBlock())
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
    if (isText) {
      checkText(bytes, bytes.position(), bytes.remaining());
    }
    receiver.inflated(bytes);
  }

  private void checkText(ByteBuffer bytes, int from, int size) throws Violation {
    if (!utf8.accept(bytes, from, size)) {
      throw Violation.payload("text that is not UTF-8 (RFC 6455, 8.1)");
    }
  }

  private void endFrame() throws Violation {
    isWithinFrame = false;
    if (!header.isFinal()) {
      return;
    }
    isWithinMessage = false;
    tally.message(isText, messageBytes);
    if (isCompressed) {
      tally.compressed(compressedBytes, messageBytes);
    }
    receiver.endOfMessage(isText);
  }

  // --------------------------------------------------------------- control

  private int readControl(ByteBuffer bytes, int at, int size) throws Violation {
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
      case Opcode.PING -> controls.ping(payload, length, at + size);
      case Opcode.PONG -> controls.pong(payload, length);
      default -> controls.close(payload, length, at + size);
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

  public boolean isCompressed() {
    return isCompressed;
  }

  private boolean isEndOfMessage() {
    return remaining == 0 && header.isFinal();
  }
}
