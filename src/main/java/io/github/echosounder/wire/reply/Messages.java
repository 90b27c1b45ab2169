package io.github.echosounder.wire.reply;

import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Receiver;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Joins frames to whole messages, inflated and validated, for an endpoint to answer. */
public final class Messages implements Receiver {

  private final HeldMemory memory;
  private final Output output;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private int offset;

  /** What has arrived of a message that came in more than one piece. */
  private @Nullable HeldBuffer held;

  /** A message that lies in the buffer whole. */
  private int wholeAt;

  private int wholeLength;

  /** Takes what comes out. */
  public interface Output {
    /** Passes the message on, and with it the duty to release it. */
    void message(boolean isText, ByteBuf payload);

    void control(ByteBuf frame);
  }

  public Messages(HeldMemory memory, Output output) {
    this.memory = memory;
    this.output = output;
  }

  @Override
  public void begin(ByteBuf buffer, ByteBuffer bytes, int offset) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.offset = offset;
  }

  @Override
  public int place(FrameReader frame, int from, int length) {
    return from;
  }

  @Override
  public void take(FrameReader frame, int at, int length) throws Violation {
    if (frame.isCompressed()) {
      return;
    }
    boolean isWhole = held == null && length == frame.header().length() && frame.header().isFinal();
    if (isWhole) {
      wholeAt = at;
      wholeLength = length;
    } else {
      held().append(bytes, at, length);
    }
  }

  @Override
  public void inflated(ByteBuffer inflated) throws Violation {
    held().append(inflated, inflated.position(), inflated.remaining());
  }

  private HeldBuffer held() {
    if (held == null) {
      held = new HeldBuffer(memory, Integer.MAX_VALUE);
    }
    return held;
  }

  @Override
  public void endOfMessage(boolean text) {
    ByteBuf message;
    if (held != null) {
      message = held.detach();
    } else if (wholeLength > 0) {
      message = buffer.retainedSlice(wholeAt - offset, wholeLength);
    } else {
      message = Unpooled.EMPTY_BUFFER;
    }
    held = null;
    wholeLength = 0;
    output.message(text, message);
  }

  @Override
  public void reply(int opcode, byte[] payload, int length, int readTo) {
    output.control(FrameWriter.control(opcode, payload, length));
  }

  @Override
  public void end() {
    ByteBuf read = buffer;
    buffer = Unpooled.EMPTY_BUFFER;
    read.release();
  }

  @Override
  public void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
