package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Doorways;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An answer that is kept back: what waits meanwhile, and what ends the wait. */
class LateAnswerTest {

  private static final Duration DELAY = Duration.ofSeconds(60);

  private final List<EmbeddedChannel> opened = new ArrayList<>();
  private final List<Boolean> answers = new ArrayList<>();

  private EmbeddedChannel connect(Newcomers newcomers) {
    var deadline =
        new HandshakeDeadline(
            Duration.ofSeconds(10), newcomers, Doorways.to(new Connections(1, List.of()), "/"));
    var channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(deadline).addLast("reader", new ChannelInboundHandlerAdapter());
    deadline.channelActive(channel.pipeline().context(deadline));
    opened.add(channel);
    return channel;
  }

  private static Newcomers newcomers(int most) {
    return new Newcomers(most, new HeldMemory(1000));
  }

  /** As if the request of this connection had just been read. */
  private void keepBack(EmbeddedChannel channel, Duration delay, boolean isWorthWaiting) {
    Objects.requireNonNull(HandshakeDeadline.of(channel)).pause();
    LateAnswer.on(
        channel.pipeline().context("reader"),
        delay,
        isWorthWaiting,
        (context, hasPeerEnded) -> answers.add(hasPeerEnded));
  }

  private static void pass(EmbeddedChannel channel, Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  @AfterEach
  void close() {
    opened.forEach(Channel::close);
  }

  @Test
  void itIsGivenWhenItsTimeHasCome() {
    EmbeddedChannel channel = connect(newcomers(2));
    keepBack(channel, DELAY, true);
    pass(channel, DELAY.minusNanos(1));
    assertEquals(List.of(), answers);
    pass(channel, Duration.ofNanos(1));
    assertEquals(List.of(false), answers);
  }

  @Test
  void withoutADelayItIsGivenAtOnce() {
    keepBack(connect(newcomers(2)), Duration.ZERO, true);
    assertEquals(List.of(false), answers);
  }

  @Test
  void whatComesMeanwhileIsDropped() {
    EmbeddedChannel channel = connect(newcomers(2));
    keepBack(channel, DELAY, true);
    ByteBuf bytes = Unpooled.copiedBuffer(new byte[] {1, 2, 3});
    channel.writeInbound(bytes);
    assertEquals(0, bytes.refCnt());
    assertNull(channel.readInbound());
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void whoWaitsIsANewcomerAndGoesFirstWhenThereAreTooMany() {
    Newcomers newcomers = newcomers(2);
    EmbeddedChannel first = connect(newcomers);
    EmbeddedChannel second = connect(newcomers);
    keepBack(first, DELAY, true);
    keepBack(second, DELAY, true);
    EmbeddedChannel third = connect(newcomers);
    assertFalse(first.isActive());
    assertTrue(second.isActive() && third.isActive());
    pass(first, DELAY);
    assertEquals(List.of(), answers);
    pass(second, DELAY);
    assertEquals(List.of(false), answers);
  }

  @Test
  void whoLeavesIsAnsweredNoMore() {
    EmbeddedChannel channel = connect(newcomers(2));
    keepBack(channel, DELAY, true);
    channel.close();
    pass(channel, DELAY);
    assertEquals(List.of(), answers);
  }

  @Test
  void aPeerThatHasEndedItsHalfOfTcpIsAnsweredWhereThereIsAnAnswer() {
    EmbeddedChannel answered = connect(newcomers(2));
    keepBack(answered, DELAY, true);
    answered.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    pass(answered, DELAY);
    assertEquals(List.of(true), answers);
    EmbeddedChannel hanging = connect(newcomers(2));
    keepBack(hanging, DELAY, false);
    hanging.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertFalse(hanging.isActive());
  }
}
