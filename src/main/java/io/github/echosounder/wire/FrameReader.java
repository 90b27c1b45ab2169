package io.github.echosounder.wire;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in what was read (RFC 6455, 5.2), however it was cut, holds them to the rules,
 * unmasks and validates them where they lie. It keeps only where it stands: at most a header and a
 * control frame of a peer are held here.
 */
final class FrameReader {

  private static final int MAX_HEADER = 14;
  private static final int MAX_CONTROL = 125;

  private final Limits limits;
  private final @Nullable Inflation inflation;
  private final ControlFrames controls;
  private Receiver receiver;

  // The frame that is being read.
  private int first;
  private long length;
  private long remaining;
  private int key;
  private boolean isWithinFrame;

  // The message that is being read.
  private boolean isWithinMessage;
  private boolean isText;
  private boolean isCompressed;
  private long messageBytes;
  private final Utf8 utf8 = new Utf8();

  // What arrived of a header, or of a control frame's payload.
  private byte @Nullable [] partial;
  private int partialLength;

  // Counted since last asked.
  private int textMessages;
  private int binaryMessages;
  private long textBytes;
  private long binaryBytes;

  /** What to do about control frames. */
  interface ControlFrames {
    /** 5.5.2: answered in place, in order. */
    void ping(byte[] payload, int length, int readTo);

    void pong(byte[] payload, int length);

    /** 5.5.1: nothing is read after it. */
    void close(byte[] payload, int length, int readTo) throws Violation;

    /** Frames cannot go back as they come any more: who takes their messages. */
    Receiver withoutRelay();

    /** Whether such a Close has come. */
    boolean isEnded();
  }

  FrameReader(
      Limits limits, @Nullable Inflation inflation, ControlFrames controls, Receiver receiver) {
    this.limits = limits;
    this.inflation = inflation;
    this.controls = controls;
    this.receiver = receiver;
  }

  void receiver(Receiver receiver) {
    this.receiver = receiver;
  }

  Receiver receiver() {
    return receiver;
  }

  /** Whether the peer has begun a message and not ended it. */
  boolean isWithinMessage() {
    return isWithinMessage || isWithinFrame;
  }

  /** Reads all of the buffer, which passes to the receiver; stops early only after a Close. */
  void read(ByteBuf buffer) throws Violation {
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
        at =
            Opcode.isControl(opcode())
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
      int size = parse(bytes, at, end - at);
      if (size > 0) {
        return at + size;
      }
    }
    byte[] header = partial();
    int from = at;
    while (from < end) {
      header[partialLength++] = bytes.get(from++);
      int size = parse(ByteBuffer.wrap(header), 0, partialLength);
      if (size > 0) {
        partialLength = 0;
        return from;
      }
    }
    return from;
  }

  private byte[] partial() {
    if (partial == null) {
      partial = new byte[MAX_CONTROL];
    }
    return partial;
  }

  /** Returns the size of the header, or zero when not all of it has arrived. */
  private int parse(ByteBuffer bytes, int at, int available) throws Violation {
    if (available < 2) {
      return 0;
    }
    int second = bytes.get(at + 1);
    int size = second & 0x7F;
    checkBits(bytes.get(at), second, size);
    int header = size < 126 ? 6 : size == 126 ? 8 : MAX_HEADER;
    if (available < header) {
      return 0;
    }
    long announced = size;
    if (size == 126) {
      announced = bytes.getShort(at + 2) & 0xFFFF;
      if (announced < 126) {
        throw Violation.protocol(
            "length " + announced + " in 16 bits; it fits in 7 (RFC 6455, 5.2)");
      }
    } else if (size == 127) {
      announced = bytes.getLong(at + 2);
      if (announced < 0) {
        throw Violation.protocol("64-bit length with its highest bit set (RFC 6455, 5.2)");
      }
      if (announced < 65_536) {
        throw Violation.protocol(
            "length " + announced + " in 64 bits; it fits in 16 (RFC 6455, 5.2)");
      }
    }
    first = bytes.get(at) & 0xFF;
    key = Integer.reverseBytes(bytes.getInt(at + header - 4));
    beginFrame(announced);
    return header;
  }

  private void checkBits(int b0, int b1, int size) throws Violation {
    int opcode = b0 & Opcode.MASK_OF_OPCODE;
    if ((b0 & Opcode.RSV2_RSV3) != 0) {
      throw Violation.protocol("RSV2 or RSV3 set without an extension (RFC 6455, 5.2)");
    }
    if (Opcode.isReserved(opcode)) {
      throw Violation.protocol("reserved opcode " + opcode + " (RFC 6455, 5.2)");
    }
    if ((b1 & 0x80) == 0) {
      throw Violation.protocol("frame without a mask; a client must mask (RFC 6455, 5.1)");
    }
    if (Opcode.isControl(opcode)) {
      checkControl(b0, size);
      return;
    }
    if (opcode == Opcode.CONTINUATION && !isWithinMessage) {
      throw Violation.protocol("continuation without a message to continue (RFC 6455, 5.4)");
    }
    if (opcode != Opcode.CONTINUATION && isWithinMessage) {
      throw Violation.protocol("new message within a fragmented one (RFC 6455, 5.4)");
    }
    if ((b0 & Opcode.RSV1) != 0) {
      if (inflation == null) {
        throw Violation.protocol("RSV1 set without an extension (RFC 6455, 5.2)");
      }
      if (opcode == Opcode.CONTINUATION) {
        throw Violation.protocol("RSV1 set on a continuation (RFC 7692, 6.1)");
      }
    }
  }

  private static void checkControl(int b0, int size) throws Violation {
    if ((b0 & Opcode.FIN) == 0) {
      throw Violation.protocol("fragmented control frame (RFC 6455, 5.5)");
    }
    if (size > MAX_CONTROL) {
      throw Violation.protocol("control frame of more than 125 bytes (RFC 6455, 5.5)");
    }
    if ((b0 & Opcode.RSV1) != 0) {
      throw Violation.protocol("RSV1 set on a control frame (RFC 7692, 6.1)");
    }
  }

  private void beginFrame(long announced) throws Violation {
    int opcode = opcode();
    if (!Opcode.isControl(opcode)) {
      if (opcode != Opcode.CONTINUATION) {
        isWithinMessage = true;
        isText = opcode == Opcode.TEXT;
        isCompressed = (first & Opcode.RSV1) != 0;
        messageBytes = 0;
      }
      checkLimits(announced);
    }
    length = announced;
    remaining = announced;
    isWithinFrame = true;
  }

  private void checkLimits(long announced) throws Violation {
    // Stored blocks make incompressible data a little longer; its inflated size is what counts.
    long slack = isCompressed ? (announced >> 10) + 64 : 0;
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
    boolean isBegin = isCompressed && opcode() != Opcode.CONTINUATION && remaining == length;
    return isBegin
        && ((inflation != null && inflation.hasSeenFinalBlock())
            || (size > 0 && ((bytes.get(at) ^ key) & 1) != 0));
  }

  private void inflate(ByteBuffer bytes, int from, int size) throws Violation {
    if (inflation == null) {
      throw new IllegalStateException("compressed without the extension");
    }
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
    if ((first & Opcode.FIN) == 0) {
      return;
    }
    isWithinMessage = false;
    if (isText) {
      textMessages++;
      textBytes += messageBytes;
    } else {
      binaryMessages++;
      binaryBytes += messageBytes;
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
    switch (opcode()) {
      case Opcode.PING -> controls.ping(payload, length, at + size);
      case Opcode.PONG -> controls.pong(payload, length);
      default -> controls.close(payload, length, at + size);
    }
    return at + size;
  }

  /** Moves what was counted since the last time to the connection and the loop's counters. */
  void count(Connection connection, Traffic traffic, boolean isRelayed) {
    if (textMessages > 0) {
      traffic.add(Count.TEXT_IN, textMessages, textBytes);
      if (isRelayed) {
        traffic.add(Count.TEXT_OUT, textMessages, textBytes);
      }
    }
    if (binaryMessages > 0) {
      traffic.add(Count.BINARY_IN, binaryMessages, binaryBytes);
      if (isRelayed) {
        traffic.add(Count.BINARY_OUT, binaryMessages, binaryBytes);
      }
    }
    connection.countIn(textMessages + binaryMessages);
    if (isRelayed) {
      connection.countOut(textMessages + binaryMessages);
    }
    textMessages = 0;
    binaryMessages = 0;
    textBytes = 0;
    binaryBytes = 0;
  }

  // ----------------------------------------------------- the frame, as read

  /** The first byte of the frame's header. */
  int first() {
    return first;
  }

  private int opcode() {
    return first & Opcode.MASK_OF_OPCODE;
  }

  /** Payload bytes of the whole frame. */
  long length() {
    return length;
  }

  /** Payload bytes that come after the pieces taken so far. */
  long remaining() {
    return remaining;
  }

  boolean isFinal() {
    return (first & Opcode.FIN) != 0;
  }

  boolean isCompressed() {
    return isCompressed;
  }

  boolean isText() {
    return isText;
  }

  private boolean isEndOfMessage() {
    return remaining == 0 && isFinal();
  }
}
