package io.github.echosounder.wire.reply;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** Turns what an endpoint sends into bytes, compressed where that was agreed on and pays. */
public final class MessageWriter {

  /** Below this a block header costs what compression saves. */
  private static final int WORTH_COMPRESSING = 64;

  private final @Nullable Deflation deflation;
  private final Connection connection;
  private final Traffic traffic;

  public MessageWriter(@Nullable Deflation deflation, Connection connection, Traffic traffic) {
    this.deflation = deflation;
    this.connection = connection;
    this.traffic = traffic;
  }

  /** Takes ownership of the frame. */
  public ByteBuf encode(WebSocketFrame frame) {
    try {
      ByteBuf payload = frame.content();
      if (frame instanceof PingWebSocketFrame) {
        return frame(Opcode.FIN | Opcode.PING, payload);
      }
      if (frame instanceof PongWebSocketFrame) {
        return frame(Opcode.FIN | Opcode.PONG, payload);
      }
      boolean isText = frame instanceof TextWebSocketFrame;
      traffic.add(isText ? Count.TEXT_OUT : Count.BINARY_OUT, 1, payload.readableBytes());
      connection.countOut(1);
      return message(Opcode.FIN | (isText ? Opcode.TEXT : Opcode.BINARY), payload);
    } finally {
      frame.release();
    }
  }

  private ByteBuf message(int first, ByteBuf payload) {
    if (deflation != null && payload.readableBytes() >= WORTH_COMPRESSING) {
      ByteBuf deflated = deflation.deflate(payload);
      try {
        if (deflated.readableBytes() < payload.readableBytes()) {
          return frame(first | Opcode.RSV1, deflated);
        }
      } finally {
        deflated.release();
      }
    }
    return frame(first, payload);
  }

  private static ByteBuf frame(int first, ByteBuf payload) {
    int length = payload.readableBytes();
    ByteBuf out =
        PooledByteBufAllocator.DEFAULT.directBuffer(FrameWriter.headerSize(length) + length);
    FrameWriter.header(out, first, length);
    return out.writeBytes(payload, payload.readerIndex(), length);
  }
}
