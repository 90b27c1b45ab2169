package io.github.echosounder.client;

import io.github.echosounder.wire.frame.CloseFrame;
import io.github.echosounder.wire.frame.FrameLimits;
import io.github.echosounder.wire.frame.FrameListener;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.FrameSink;
import io.github.echosounder.wire.frame.Inflation;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Sender;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the server sends after its 101. */
final class Incoming extends ChannelInboundHandlerAdapter implements FrameListener, FrameSink {

  /** Whoever measures wants to see what comes, however large. */
  private static final FrameLimits NONE = new FrameLimits(1L << 40, 1L << 40);

  private final Connection connection;
  private final Listener listener;
  private final Outgoing outgoing;
  private final LoopMemory memory;
  private final @Nullable Inflation inflation;
  private final FrameReader reader;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean isEnded;
  private boolean isReset;
  private boolean isOver;

  Incoming(
      Connection connection, Outgoing outgoing, @Nullable DeflateGrant grant, LoopMemory memory) {
    this.connection = connection;
    this.listener = connection.listener();
    this.outgoing = outgoing;
    this.memory = memory;
    this.inflation =
        grant == null ? null : new Inflation(memory.inflated, !grant.isServerContextKept());
    this.reader = new FrameReader(Sender.SERVER, NONE, inflation, this, this);
  }

  // ---------------------------------------------------------------- channel

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    connection.read(read.readableBytes());
    if (isEnded || !read.isReadable()) {
      read.release();
      return;
    }
    try {
      reader.read(read, Integer.MAX_VALUE);
    } catch (Violation violation) {
      isEnded = true;
      listener.violated(connection, violation);
      connection.close(violation.code(), violation.reason());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    listener.readComplete(connection);
    memory.flushSoon(outgoing);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      outgoing.flush();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    over(isReset ? TcpEnd.RESET : connection.isEndedHere() ? TcpEnd.HERE : TcpEnd.FIN);
  }

  /** Nothing can follow a close_notify (RFC 8446, 6.1), whatever TCP does. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent ended && ended.isSuccess()) {
      context.close();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      // Of reading: Netty closes. Of writing: what the server said before it left is still to be
      // read.
      isReset |= Resets.isReset(cause) && !connection.isEndedHere();
    } else {
      context.close();
    }
  }

  private void over(TcpEnd end) {
    if (!isOver) {
      isOver = true;
      outgoing.release();
      if (inflation != null) {
        inflation.release();
      }
      listener.ended(connection, end);
    }
  }

  // ----------------------------------------------------------------- frames

  @Override
  public void messageEnded(boolean isText, boolean isCompressed, long size, long wireBytes) {
    listener.frame(connection, reader.header());
    listener.message(connection, isText, isCompressed, size, wireBytes);
  }

  @Override
  public void ping(byte[] payload, int length, int readTo) {
    byte[] copy = Arrays.copyOf(payload, length);
    if (connection.request().answersPings() && !connection.hasSentClose()) {
      connection.send(Opcode.FIN | Opcode.PONG, Payload.of(copy));
    }
    listener.ping(connection, copy);
  }

  @Override
  public void pong(byte[] payload, int length) {
    listener.pong(connection, Arrays.copyOf(payload, length));
  }

  @Override
  public void close(byte[] payload, int length, int readTo) throws Violation {
    CloseFrame close = CloseFrame.read(payload, length);
    isEnded = true;
    listener.close(connection, close);
    // RFC 6455, 5.5.1: the code is echoed, and nothing where there was none.
    connection.close(close.code(), "");
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void finalBlockToCome() {}

  // ---------------------------------------------------------------- payload

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
      listener.payload(connection, bytes, at, length);
    }
  }

  @Override
  public void inflated(ByteBuffer inflated) {
    listener.payload(connection, inflated, inflated.position(), inflated.remaining());
  }

  @Override
  public void endOfFrame(FrameReader frame) {
    if (!frame.header().isFinal()) {
      listener.frame(connection, frame.header());
    }
  }

  @Override
  public void reply(int opcode, byte[] payload, int length, int readTo) {}

  @Override
  public void handTo(FrameSink next) {}

  @Override
  public void end() {
    buffer.release();
  }

  @Override
  public void release() {}
}
