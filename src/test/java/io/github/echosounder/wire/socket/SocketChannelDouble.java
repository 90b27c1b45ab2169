package io.github.echosounder.wire.socket;

import io.github.echosounder.wire.client.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose kernel belongs to the test: what it takes, and that tasks of the event loop run
 * between reads and writes and never within one.
 */
final class SocketChannelDouble extends EmbeddedChannel implements DuplexChannel {

  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private long room = Long.MAX_VALUE;
  private boolean isOutputShutdown;

  /** What goes wrong, and behind how many calls that go well. */
  private @Nullable Throwable fault;

  private int callsBefore;

  // Made while the superclass is.
  @SuppressWarnings("NullAway.Init")
  private AbstractUnsafe direct;

  /** From now on the peer takes so many bytes. */
  void room(long bytes) {
    room = bytes;
    direct.flush();
  }

  /**
   * So many more writes and flushes, or looks at what is pending, go well, and the next does not.
   */
  void breaks(Throwable how, int callsBefore) {
    fault = how;
    this.callsBefore = callsBefore;
  }

  byte[] taken() {
    return taken.toByteArray();
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) {
    for (Object next = in.current(); next instanceof ByteBuf frames; next = in.current()) {
      int length = (int) Math.min(room, frames.readableBytes());
      if (frames.isReadable() && length == 0) {
        return;
      }
      byte[] bytes = new byte[length];
      frames.getBytes(frames.readerIndex(), bytes);
      taken.writeBytes(bytes);
      room -= length;
      if (length == frames.readableBytes()) {
        in.remove();
      } else {
        in.removeBytes(length);
      }
    }
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    direct =
        new AbstractUnsafe() {
          @Override
          public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            safeSetSuccess(promise);
          }
        };
    return direct;
  }

  /** The one of the superclass runs tasks behind each call. */
  @Override
  public Unsafe unsafe() {
    if (fault != null && callsBefore-- == 0) {
      PlatformDependent.throwException(fault);
    }
    return direct;
  }

  @Override
  public boolean isInputShutdown() {
    return false;
  }

  @Override
  public ChannelFuture shutdownInput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOutputShutdown() {
    return isOutputShutdown;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    isOutputShutdown = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public ChannelFuture shutdown() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return "took " + Bytes.show(taken());
  }
}
