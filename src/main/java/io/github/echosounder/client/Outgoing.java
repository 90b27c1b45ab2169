package io.github.echosounder.client;

import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Masking;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way out: as many as fit are written into one buffer, masked where they lie, and
 * leave together. While the kernel takes no more, a payload stays where it comes from.
 */
final class Outgoing {

  /** No more of a payload is written out at once. */
  private static final int PIECE = 64 * 1024;

  private final Channel channel;
  private final Connection connection;

  /** RFC 6455, 5.3: fresh for each frame. They hide nothing here, so they need not be secret. */
  private final SplittableRandom keys = new SplittableRandom();

  private final Queue<Unsent> waiting = new ArrayDeque<>();
  private @Nullable ByteBuf batch;
  private boolean isFlushing;

  /** A frame that waits, and how much of its payload has left. */
  private static final class Unsent {
    private final int first;
    private final Payload payload;
    private long sent;
    private int key;

    private Unsent(int first, Payload payload, int key) {
      this.first = first;
      this.payload = payload;
      this.key = key;
    }
  }

  Outgoing(Channel channel, Connection connection) {
    this.channel = channel;
    this.connection = connection;
  }

  void send(int first, Payload payload) {
    int key = keys.nextInt();
    long length = payload.length();
    if (waiting.isEmpty() && length <= PIECE && channel.isWritable()) {
      ByteBuf out = batch((int) length);
      FrameWriter.maskedHeader(out, first, length, key);
      write(out, payload, 0, (int) length, key);
      passFullBatch(out);
    } else {
      waiting.add(new Unsent(first, payload, key));
      pump();
    }
  }

  private ByteBuf batch(int length) {
    ByteBuf out = batch;
    if (out == null) {
      out = channel.alloc().directBuffer(Math.max(4096, length + 16));
      batch = out;
    }
    return out;
  }

  private static void write(ByteBuf out, Payload payload, long from, int length, int key) {
    if (length == 0) {
      return;
    }
    int at = out.writerIndex();
    out.ensureWritable(length);
    ByteBuffer bytes = out.internalNioBuffer(at, length);
    int position = bytes.position();
    payload.write(from, bytes);
    bytes.clear();
    Masking.unmask(bytes, position, position, length, key);
    out.writerIndex(at + length);
  }

  private void passFullBatch(ByteBuf out) {
    if (out.readableBytes() >= PIECE) {
      batch = null;
      channel.write(out, channel.voidPromise());
    }
  }

  /** Writes what waits, as far as there is room. */
  private void pump() {
    while (channel.isWritable()) {
      Unsent next = waiting.peek();
      if (next == null) {
        return;
      }
      long length = next.payload.length();
      int piece = (int) Math.min(PIECE, length - next.sent);
      ByteBuf out = batch(piece);
      if (next.sent == 0) {
        FrameWriter.maskedHeader(out, next.first, length, next.key);
      }
      write(out, next.payload, next.sent, piece, next.key);
      next.key = Masking.turn(next.key, piece);
      next.sent += piece;
      if (next.sent == length) {
        waiting.remove();
      }
      passFullBatch(out);
    }
  }

  void flush() {
    if (isFlushing) {
      return;
    }
    isFlushing = true;
    try {
      do {
        pump();
        ByteBuf out = batch;
        batch = null;
        if (out != null) {
          channel.write(out, channel.voidPromise());
        }
        channel.flush();
      } while (!waiting.isEmpty() && channel.isWritable());
    } finally {
      isFlushing = false;
    }
    connection.wrote();
  }

  boolean isDrained() {
    return waiting.isEmpty()
        && batch == null
        && (!channel.isOpen()
            || channel.unsafe().outboundBuffer() == null
            || channel.unsafe().outboundBuffer().isEmpty());
  }

  void release() {
    ByteBuf out = batch;
    batch = null;
    if (out != null) {
      out.release();
    }
    waiting.clear();
  }
}
