package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Doorways;
import io.github.echosounder.session.Connections;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that are no WebSockets are bounded, and their time is theirs alone. */
class NewcomersTest {

  private final List<EmbeddedChannel> opened = new ArrayList<>();
  private final List<Object> events = new ArrayList<>();

  private EmbeddedChannel connect(Newcomers newcomers, Duration timeout) {
    var deadline =
        new HandshakeDeadline(timeout, newcomers, Doorways.to(new Connections(1, List.of()), "/"));
    var channel = new EmbeddedChannel(deadline, new Noting());
    opened.add(channel);
    return channel;
  }

  private class Noting extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      events.add(event);
    }
  }

  @AfterEach
  void close() {
    opened.forEach(Channel::close);
  }

  @Test
  void beyondTheirNumberTheOneGoesThatHasBeenSilentForLongest() {
    var newcomers = new Newcomers(2);
    EmbeddedChannel first = connect(newcomers, Duration.ofMinutes(1));
    EmbeddedChannel second = connect(newcomers, Duration.ofMinutes(1));
    first.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
    EmbeddedChannel third = connect(newcomers, Duration.ofMinutes(1));
    assertTrue(first.isActive());
    assertFalse(second.isActive());
    assertTrue(third.isActive());
  }

  @Test
  void whoBecomesAWebSocketIsNoNewcomer() {
    var newcomers = new Newcomers(1);
    EmbeddedChannel first = connect(newcomers, Duration.ofMinutes(1));
    first.pipeline().remove(HandshakeDeadline.class);
    EmbeddedChannel second = connect(newcomers, Duration.ofMinutes(1));
    assertTrue(first.isActive());
    assertTrue(second.isActive());
  }

  @Test
  void beyondWhatTheyMayHoldTheOldestGoes() {
    var newcomers = new Newcomers(10);
    EmbeddedChannel first = connect(newcomers, Duration.ofMinutes(1));
    EmbeddedChannel second = connect(newcomers, Duration.ofMinutes(1));
    newcomers.hold(Newcomers.MOST_BYTES);
    assertTrue(first.isActive());
    newcomers.hold(1);
    assertFalse(first.isActive());
    assertTrue(second.isActive());
  }

  @Test
  void theClockStandsWhileTheConnectionWaitsForItsTurn() throws InterruptedException {
    Duration timeout = Duration.ofMillis(50);
    EmbeddedChannel waiting = connect(new Newcomers(10), timeout);
    waiting.pipeline().get(HandshakeDeadline.class).pause();
    Thread.sleep(100);
    waiting.runScheduledPendingTasks();
    waiting.runPendingTasks();
    assertEquals(List.of(), events);
    assertTrue(waiting.isActive());

    waiting.pipeline().get(HandshakeDeadline.class).resume();
    Thread.sleep(100);
    waiting.runScheduledPendingTasks();
    waiting.runPendingTasks();
    assertEquals(List.of(new HandshakeDeadline.Expired(false)), events);
  }

  @Test
  void aRequestThatIsCompleteHasMetItsDeadline() throws InterruptedException {
    EmbeddedChannel channel = connect(new Newcomers(10), Duration.ofMillis(50));
    HandshakeDeadline.met(channel);
    Thread.sleep(100);
    channel.runScheduledPendingTasks();
    assertEquals(List.of(), events);
  }
}
