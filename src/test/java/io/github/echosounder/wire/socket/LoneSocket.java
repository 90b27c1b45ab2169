package io.github.echosounder.wire.socket;

import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Replies;
import io.github.echosounder.wire.frame.Compression;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection on a {@link Loop}, and the peer at its other end. */
final class LoneSocket {

  private static int opened;

  private final Loop loop;
  private final SocketChannelDouble channel = new SocketChannelDouble();
  private final Connection connection =
      new Connection("id-" + ++opened, new Connection.Handshake("/ws", "peer", "", "", null));
  private final SocketHandler handler;
  private final boolean isCompressionGranted;

  /** What the peer has sent and nobody has read. */
  private byte[] sent = new byte[0];

  private @Nullable Verdict verdict;

  LoneSocket(Loop loop, SocketLimits limits, Plan plan, @Nullable Compression compression) {
    this.loop = loop;
    this.isCompressionGranted = compression != null;
    channel.freezeTime();
    channel.config().setAllocator(loop.state().receiveMemory());
    handler =
        new SocketHandler(
            connection,
            limits,
            loop.memory(),
            loop.state(),
            new ReadGate(channel.config()),
            loop::nanos,
            plan,
            compression);
    connection.attach(handler);
    channel.pipeline().addLast(handler);
    channel.closeFuture().addListener(closed -> verdict = connection.ending().verdict());
  }

  // ------------------------------------------------------------ the peer

  /** Sent, and read as soon as the server reads; all that can happen then happens. */
  LoneSocket send(ClientFrame... frames) {
    return send(ClientFrame.bytes(frames));
  }

  LoneSocket send(byte[] bytes) {
    sendOnly(bytes);
    loop.settle();
    return this;
  }

  /** Sent, and read when the test lets the loop run. */
  LoneSocket sendOnly(byte[] bytes) {
    sent = Bytes.join(sent, bytes);
    return this;
  }

  /** Read although nothing is to be: as at the end of TCP, or behind TLS. */
  LoneSocket force(byte[] bytes) {
    deliver(bytes);
    return this;
  }

  /** From now on so many bytes are taken. */
  LoneSocket takes(long bytes) {
    channel.room(bytes);
    loop.settle();
    return this;
  }

  LoneSocket takesAll() {
    return takes(Long.MAX_VALUE);
  }

  /** The peer sends no more; it may still read. */
  LoneSocket ends() {
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    loop.settle();
    return this;
  }

  LoneSocket resets() {
    channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    loop.settle();
    return this;
  }

  /** TCP is gone, without a word. */
  void cut() {
    channel.unsafe().close(channel.unsafe().voidPromise());
  }

  Replies received() {
    return Replies.of(channel.taken(), isCompressionGranted);
  }

  List<String> shown() {
    return received().shown();
  }

  // ---------------------------------------------------------- the server

  SocketHandler handler() {
    return handler;
  }

  Connection connection() {
    return connection;
  }

  SocketChannelDouble channel() {
    return channel;
  }

  LoneSocket close(Cause cause, int code, String reason) {
    handler.close(new ServerClose(cause, code, reason));
    loop.settle();
    return this;
  }

  /** Whether the event loop has something to do for it later. */
  boolean hasTimers() {
    return channel.runScheduledPendingTasks() >= 0;
  }

  boolean isRead() {
    return channel.config().isAutoRead();
  }

  boolean isSendingEnded() {
    return channel.isOutputShutdown();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Known when TCP has ended. */
  Verdict verdict() {
    if (verdict == null) {
      throw new AssertionError("the connection is open");
    }
    return verdict;
  }

  // ------------------------------------------------------------ the loop

  boolean hasWork() {
    return channel.hasPendingTasks() || isReadable();
  }

  private boolean isReadable() {
    return sent.length > 0 && isRead() && channel.isOpen();
  }

  void readOnce() {
    if (isReadable()) {
      int length = Math.min(sent.length, ReceiveMemory.SIZE);
      byte[] bytes = Bytes.slice(sent, 0, length);
      sent = Bytes.slice(sent, length, sent.length);
      deliver(bytes);
    }
  }

  private void deliver(byte[] bytes) {
    if (!channel.isOpen()) {
      return;
    }
    ByteBuf buffer = channel.alloc().directBuffer(bytes.length).writeBytes(bytes);
    channel.pipeline().fireChannelRead(buffer);
    channel.pipeline().fireChannelReadComplete();
  }

  void runTasks() {
    channel.runPendingTasks();
  }

  void advance(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runPendingTasks();
  }
}
