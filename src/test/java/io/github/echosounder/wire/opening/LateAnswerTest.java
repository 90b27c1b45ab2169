package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Doorways;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An answer that is kept back: what waits meanwhile, what ends the wait, and what is told of it.
 */
class LateAnswerTest {

  private static final Duration DELAY = Duration.ofSeconds(60);

  private final List<EmbeddedChannel> opened = new ArrayList<>();

  /** Status and reason of what has been settled. */
  private final List<String> told = new ArrayList<>();

  private final Connections connections = new Connections(2, List.of(new Listener()));

  private class Listener implements ConnectionObserver {
    @Override
    public void opened(Connection connection) {}

    @Override
    public void refused(Refusal refusal) {
      told.add(refusal.status() + " " + refusal.reason());
    }

    @Override
    public void closed(Connection connection, Verdict verdict) {}
  }

  private EmbeddedChannel connect(Newcomers newcomers) {
    var deadline =
        new HandshakeDeadline(Duration.ofSeconds(10), newcomers, Doorways.to(connections, "/"));
    var channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(deadline).addLast("reader", new ChannelInboundHandlerAdapter());
    deadline.channelActive(channel.pipeline().context(deadline));
    opened.add(channel);
    return channel;
  }

  private EmbeddedChannel connect() {
    return connect(newcomers(2));
  }

  private static Newcomers newcomers(int most) {
    return new Newcomers(most, new HeldMemory(1000));
  }

  /** As if the request of this connection had just been read. */
  private PendingRefusal keepBack(EmbeddedChannel channel, Duration delay, int status) {
    Objects.requireNonNull(HandshakeDeadline.of(channel)).pause();
    PendingRefusal pending =
        connections.postponed(
            new Refusal("id", "/ws/refuse", "192.0.2.1:1", 0, "asked", null, true),
            connections.reserve());
    LateAnswer.on(
        channel.pipeline().context("reader"),
        pending,
        delay,
        status,
        at -> status == 0 ? null : at.write(Unpooled.copyInt(status)),
        (at, hasPeerEnded) -> {
          at.flush();
          at.close();
        });
    return pending;
  }

  private static void pass(EmbeddedChannel channel, Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  private static int sent(EmbeddedChannel channel) {
    ByteBuf answer = Objects.requireNonNull(channel.readOutbound());
    try {
      return answer.readInt();
    } finally {
      answer.release();
    }
  }

  @AfterEach
  void close() {
    opened.forEach(Channel::close);
  }

  @Test
  void itIsSentAndToldWhenItsTimeHasCome() {
    EmbeddedChannel channel = connect();
    keepBack(channel, DELAY, 503);
    pass(channel, DELAY.minusNanos(1));
    assertNull(channel.readOutbound());
    assertEquals(List.of(), told);
    assertEquals(1, connections.pending().size());
    pass(channel, Duration.ofNanos(1));
    assertEquals(503, sent(channel));
    assertEquals(List.of("503 asked"), told);
    assertEquals(0, connections.pending().size());
  }

  @Test
  void withoutADelayItIsSentAtOnce() {
    EmbeddedChannel channel = connect();
    keepBack(channel, Duration.ZERO, 503);
    assertEquals(503, sent(channel));
    assertEquals(List.of("503 asked"), told);
  }

  @Test
  void oneWithoutAnAnswerIsToldAsSuchAtItsEnd() {
    EmbeddedChannel channel = connect();
    keepBack(channel, DELAY, 0);
    pass(channel, DELAY);
    assertNull(channel.readOutbound());
    assertFalse(channel.isActive());
    assertEquals(List.of("0 asked"), told);
  }

  @Test
  void oneThatCannotBeWrittenIsNotToldAsSent() {
    EmbeddedChannel channel = connect();
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext at, Object message, ChannelPromise promise) {
                ((ByteBuf) message).release();
                promise.setFailure(new IOException("made by the test"));
              }
            });
    keepBack(channel, DELAY, 503);
    pass(channel, DELAY);
    assertEquals(List.of("0 asked; not sent: the client did not take it"), told);
  }

  @Test
  void itIsSentEarlyWhereTheInstanceLeaves() {
    EmbeddedChannel answered = connect();
    EmbeddedChannel hanging = connect();
    PendingRefusal one = keepBack(answered, DELAY, 503);
    PendingRefusal other = keepBack(hanging, DELAY, 0);
    for (int i = 0; i < 2; i++) {
      one.hurry();
      other.hurry();
    }
    answered.runPendingTasks();
    hanging.runPendingTasks();
    assertEquals(503, sent(answered));
    assertNull(hanging.readOutbound());
    assertEquals(
        List.of(
            "503 asked; sent early, since this instance was leaving",
            "0 asked; TCP was ended early, since this instance was leaving"),
        told);
  }

  @Test
  void whatComesMeanwhileIsDropped() {
    EmbeddedChannel channel = connect();
    keepBack(channel, DELAY, 503);
    ByteBuf bytes = Unpooled.copiedBuffer(new byte[] {1, 2, 3});
    channel.writeInbound(bytes);
    assertEquals(0, bytes.refCnt());
    assertNull(channel.readInbound());
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void whoWaitsHasAPlaceAndIsNoNewcomerThatOthersDriveOut() {
    Newcomers newcomers = newcomers(1);
    EmbeddedChannel waiting = connect(newcomers);
    keepBack(waiting, DELAY, 503);
    EmbeddedChannel second = connect(newcomers);
    EmbeddedChannel third = connect(newcomers);
    assertTrue(waiting.isActive() && third.isActive());
    assertFalse(second.isActive());
  }

  @Test
  void whoLeavesIsNoticedAtOnceAndItsPlaceIsFree() {
    List<Object> ends =
        List.of(ChannelInputShutdownEvent.INSTANCE, SslCloseCompletionEvent.SUCCESS);
    for (Object end : ends) {
      for (int status : new int[] {503, 0}) {
        EmbeddedChannel channel = connect();
        keepBack(channel, DELAY, status);
        channel.pipeline().fireUserEventTriggered(end);
        expectLeft(channel, status == 0 ? "" : "not sent: ");
      }
    }
    EmbeddedChannel reset = connect();
    keepBack(reset, DELAY, 503);
    reset.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    expectLeft(reset, "not sent: ");
  }

  private void expectLeft(EmbeddedChannel channel, String unless) {
    assertFalse(channel.isActive());
    assertEquals(List.of("0 asked; " + unless + "the client left first"), told);
    assertEquals(0, connections.pending().size());
    told.clear();
    pass(channel, DELAY);
    assertNull(channel.readOutbound());
    assertEquals(List.of(), told);
  }

  @Test
  void oneWhoseConnectionIsClosedByOthersIsSettledToo() {
    EmbeddedChannel channel = connect();
    keepBack(channel, DELAY, 503);
    channel.close();
    channel.runPendingTasks();
    assertEquals(List.of("0 asked; not sent: TCP ended first"), told);
  }
}
