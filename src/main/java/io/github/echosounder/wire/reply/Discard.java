package io.github.echosounder.wire.reply;

import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** RFC 6455, 5.5.1: after a Close has been sent no data is answered; only the peer's is awaited. */
public final class Discard implements FrameSink {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private ByteBuffer bytes = NOTHING;
  private int offset;

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
  public void take(FrameReader frame, int at, int length) {}

  @Override
  public void inflated(ByteBuffer bytes) {}

  @Override
  public void endOfFrame(FrameReader frame) {}

  @Override
  public void reply(int opcode, byte[] payload, int length, int readTo) {}

  @Override
  public void handTo(FrameSink next) {
    next.begin(buffer, bytes, offset);
    buffer = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void end() {
    ByteBuf read = buffer;
    buffer = Unpooled.EMPTY_BUFFER;
    read.release();
  }

  @Override
  public void release() {}
}
