package io.github.echosounder.wire.opening;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Doorways;
import io.github.echosounder.handshake.Problem;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are no WebSockets are bounded, and their time is theirs alone. */
class NewcomersTest {

  private final long buffersBefore = Footprint.buffers();
  private final List<EmbeddedChannel> opened = new ArrayList<>();
  private final List<Object> events = new ArrayList<>();

  private static final long SHARE = 1000;

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(UTF_8));
  }

  private static Newcomers newcomers(int most) {
    return new Newcomers(most, new HeldMemory(SHARE));
  }

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
    assertEquals(buffersBefore, Footprint.buffers(), "buffers of the pool");
  }

  @Test
  void whoWaitedForItsTurnHasTheRestOfItsTimeAndNoMore() throws InterruptedException {
    EmbeddedChannel channel = connect(newcomers(2), Duration.ofSeconds(60));
    HandshakeDeadline deadline = Objects.requireNonNull(HandshakeDeadline.of(channel));
    Thread.sleep(50);
    deadline.pause();
    assertEquals(-1, channel.runScheduledPendingTasks(), "its clock stands");
    deadline.resume();
    long left = channel.runScheduledPendingTasks();
    assertTrue(left > 0 && left <= Duration.ofMillis(59_950).toNanos(), "left: " + left);
  }

  @Test
  void beyondTheirNumberTheOneGoesThatHasBeenSilentForLongest() {
    var newcomers = newcomers(2);
    EmbeddedChannel first = connect(newcomers, Duration.ofMinutes(1));
    EmbeddedChannel second = connect(newcomers, Duration.ofMinutes(1));
    first.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
    EmbeddedChannel third = connect(newcomers, Duration.ofMinutes(1));
    assertTrue(first.isActive());
    assertFalse(second.isActive());
    assertTrue(third.isActive());
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "1001, 1001"})
  void theirNumberIsThatOfTheConnectionsOrAThousand(String setting, int most) {
    var newcomers =
        new Newcomers(
            SettingsTable.config("echosounder.max-connections", setting), new HeldMemory(SHARE));
    for (int i = 0; i < most; i++) {
      connect(newcomers, Duration.ofMinutes(1));
    }
    assertTrue(opened.get(0).isActive());
    connect(newcomers, Duration.ofMinutes(1));
    assertFalse(opened.get(0).isActive());
    assertTrue(opened.get(1).isActive());
  }

  @Test
  void whoBecomesAWebSocketIsNoNewcomer() {
    var newcomers = newcomers(1);
    EmbeddedChannel first = connect(newcomers, Duration.ofMinutes(1));
    first.pipeline().remove(HandshakeDeadline.class);
    EmbeddedChannel second = connect(newcomers, Duration.ofMinutes(1));
    assertTrue(first.isActive());
    assertTrue(second.isActive());
  }

  @Test
  void beyondWhatTheyMayHoldTheOldestGoesThatHoldsSomething() {
    var newcomers = newcomers(10);
    EmbeddedChannel silent = connect(newcomers, Duration.ofMinutes(1));
    EmbeddedChannel first = connect(newcomers, Duration.ofMinutes(1));
    EmbeddedChannel second = connect(newcomers, Duration.ofMinutes(1));
    first.pipeline().addLast(new FirstBytes(new Unreachable(), newcomers));
    second.pipeline().addLast(new FirstBytes(new Unreachable(), newcomers));
    first.writeInbound(bytes("GET /" + "x".repeat((int) SHARE / 2)));
    second.writeInbound(bytes("GET /"));
    assertTrue(first.isActive());
    second.writeInbound(bytes("y".repeat((int) SHARE / 2)));
    assertTrue(silent.isActive(), "it holds nothing");
    assertFalse(first.isActive());
    assertTrue(second.isActive());
  }

  @Test
  void whatTheyHoldIsInTheBudgetAndTheirsAlone() {
    var budget = new HeldMemory(16 * SHARE);
    var newcomers = new Newcomers(10, budget.setAside(SHARE));
    assertTrue(budget.reserve(15 * SHARE));
    assertFalse(budget.reserve(1), "their share is not for others");
    assertTrue(newcomers.hold(SHARE), "whatever others hold");
    assertEquals(budget.limit(), budget.held());
    newcomers.hold(-SHARE);
    assertEquals(15 * SHARE, budget.held());
  }

  /** Each kind of head that is not complete, however it came. */
  @Test
  void anUnfinishedHeadCountsTheMemoryThatItLiesInUntilItsConnectionEnds() {
    var budget = new HeldMemory(SHARE);
    var newcomers = new Newcomers(10, budget);
    var peer = new EmbeddedChannel();
    opened.add(peer);
    peer.pipeline().addLast(new FirstBytes(new Unreachable(), newcomers));
    peer.writeInbound(Unpooled.directBuffer(4096).writeBytes(new byte[] {'G', 'E'}));
    assertEquals(2, budget.held(), "not of the memory that it was read into");
    peer.writeInbound(Unpooled.wrappedBuffer("T /ws HTTP/1.1\r\nHost: a\r\n".getBytes(UTF_8)));
    assertTrue(budget.held() >= 27, "held " + budget.held());
    peer.close();
    assertEquals(0, budget.held());
  }

  @Test
  void whatComesBehindAHandshakeThatWaitsIsCountedAndBounded() {
    var budget = new HeldMemory(SHARE);
    var peer = new EmbeddedChannel(new BytesBehind(new Newcomers(10, budget)));
    opened.add(peer);
    peer.writeInbound(Unpooled.wrappedBuffer(new byte[(int) SHARE]));
    assertTrue(peer.isActive());
    assertEquals(SHARE, budget.held());
    assertFalse(peer.config().isAutoRead());
    peer.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
    assertFalse(peer.isActive());
    assertEquals(0, budget.held());
  }

  @Test
  void whatComesBehindAHandshakeThatIsRefusedIsDropped() {
    var budget = new HeldMemory(SHARE);
    var behind = new BytesBehind(new Newcomers(10, budget));
    var peer = new EmbeddedChannel(behind);
    opened.add(peer);
    ByteBuf before = bytes("before the answer");
    peer.writeInbound(before);
    behind.drop();
    assertEquals(0, before.refCnt());
    ByteBuf after = bytes("after the answer");
    peer.writeInbound(after);
    assertEquals(0, after.refCnt());
    assertEquals(0, budget.held());
  }

  @Test
  void whatComesBehindAHandshakeIsPassedOnAndCountsNoMore() {
    var budget = new HeldMemory(SHARE);
    var behind = new BytesBehind(new Newcomers(10, budget));
    var peer = new EmbeddedChannel(behind);
    opened.add(peer);
    peer.writeInbound(bytes("first"), bytes("second"));
    peer.pipeline().remove(behind);
    assertEquals("first", read(peer));
    assertEquals("second", read(peer));
    assertEquals(0, budget.held());
  }

  private static String read(EmbeddedChannel channel) {
    ByteBuf bytes = Objects.requireNonNull(channel.readInbound());
    try {
      return bytes.toString(UTF_8);
    } finally {
      bytes.release();
    }
  }

  @Test
  void behindARequestTheClockStartsAgainWithTheNextByte() {
    EmbeddedChannel channel = connect(newcomers(10), Duration.ofMinutes(1));
    channel.pipeline().addLast(new HttpRequestDecoder());
    HandshakeDeadline.met(channel);
    assertEquals(-1, channel.runScheduledPendingTasks(), "no clock runs");
    channel.writeInbound(bytes("G"));
    assertTrue(channel.runScheduledPendingTasks() > 0, "a clock runs");
  }

  @Test
  void theClockStandsWhileTheConnectionWaitsForItsTurn() throws InterruptedException {
    Duration timeout = Duration.ofMillis(50);
    EmbeddedChannel waiting = connect(newcomers(10), timeout);
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
    EmbeddedChannel channel = connect(newcomers(10), Duration.ofMillis(50));
    HandshakeDeadline.met(channel);
    Thread.sleep(100);
    channel.runScheduledPendingTasks();
    assertEquals(List.of(), events);
  }

  /** Nothing is complete. */
  private record Unreachable() implements HandshakeReader {
    @Override
    public boolean isReading() {
      return true;
    }

    @Override
    public Outcome answer(ChannelHandlerContext context, RequestHead head, ReadGate gate) {
      throw new IllegalStateException("there is no head");
    }

    @Override
    public void refuse(ChannelHandlerContext context, Problem problem) {}

    @Override
    public void turnAway(ChannelHandlerContext context, String why) {}

    @Override
    public RequestGate newGate() {
      throw new IllegalStateException("nothing is left to HTTP");
    }
  }
}
