package io.github.echosounder.wire.reply;

import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameSink;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A sink that keeps nothing of the buffer which is being read: its replies are made elsewhere. */
abstract class Copying implements FrameSink {

  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Consumer<ByteBuf> output;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private ByteBuffer bytes = NOTHING;
  private int offset;

  Copying(Consumer<ByteBuf> output) {
    this.output = output;
  }

  /** A piece of a message, as it was before compression, between position and limit. */
  abstract void add(ByteBuffer piece) throws Violation;

  @Override
  public void begin(ByteBuf buffer, ByteBuffer bytes, int offset) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.offset = offset;
  }

  @Override
  public int place(FrameReader frame, int from, int length) throws Violation {
    return from;
  }

  @Override
  public void take(FrameReader frame, int at, int length) throws Violation {
    if (!frame.isCompressed()) {
      add(bytes.duplicate().limit(at + length).position(at));
    }
  }

  @Override
  public void inflated(ByteBuffer inflated) throws Violation {
    add(inflated);
  }

  @Override
  public void reply(int opcode, byte[] payload, int length, int readTo) {
    output.accept(FrameWriter.control(opcode, payload, length));
  }

  @Override
  public void handTo(FrameSink next) {
    next.begin(buffer, bytes, offset);
    leave();
  }

  private void leave() {
    buffer = Unpooled.EMPTY_BUFFER;
    bytes = NOTHING;
  }

  @Override
  public void end() {
    ByteBuf read = buffer;
    leave();
    read.release();
  }
}
