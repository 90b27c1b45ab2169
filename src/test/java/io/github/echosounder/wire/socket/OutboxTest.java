package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.CloseStatus;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.frame.Compression;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that does not take its replies: what it costs, and who pays. */
class OutboxTest {

  private static final int KIB = 1024;

  private Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  void whoTakesNothingIsNotReadAndWhatWaitsIsHeld() {
    LoneSocket socket = loop.open().takes(0).send(text("waits"));
    assertFalse(socket.isRead());
    assertTrue(loop.memory().held() >= 7);
    socket.sendOnly(text("not read").bytes());
    loop.settle();
    socket.takesAll();
    assertTrue(socket.isRead());
    assertEquals(0, loop.memory().held());
    assertEquals(List.of("1 waits", "1 not read"), socket.shown());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100, 4 * KIB, 100 * KIB, 256 * KIB})
  void whatIsTakenInPartsIsTakenWhole(int part) {
    byte[] payload = Bytes.noise(300 * KIB, 1);
    byte[] small = binary(Bytes.noise(10, 2)).bytes();
    LoneSocket socket = loop.open().takes(part).send(Bytes.join(small, binary(payload).bytes()));
    for (int i = 0; i < 5; i++) {
      socket.takes(part);
    }
    socket.takesAll();
    assertTrue(socket.isRead());
    assertEquals(2, socket.received().messages().size());
    assertArrayEquals(payload, socket.received().messages().get(1).payload());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void whatWaitsLeavesTheMemoryThatAllReadInto() {
    LoneSocket waiting = loop.open().takes(0).send(binary(Bytes.noise(100 * KIB, 1)));
    assertFalse(loop.state().receiveMemory().isLent());
    LoneSocket other = loop.open().send(binary(new byte[100 * KIB]));
    assertEquals(1, other.received().messages().size());
    waiting.takesAll();
    assertArrayEquals(Bytes.noise(100 * KIB, 1), waiting.received().messages().get(0).payload());
  }

  @Test
  void whatWaitsIsGivenBackWhenTheConnectionEnds() {
    loop.open().takes(0).send(binary(new byte[100 * KIB])).cut();
    loop.settle();
    assertEquals(0, loop.memory().held());
    loop.open().takes(0).send(binary(new byte[100 * KIB])).resets();
    assertEquals(0, loop.memory().held());
  }

  @Test
  void whereThereIsNoMemoryForItTcpEndsWithoutAClose() {
    loop.close();
    loop = new Loop(64 * KIB);
    LoneSocket socket = loop.open().takes(10).send(binary(new byte[100 * KIB]));
    assertFalse(socket.isOpen());
    assertEquals(Cause.SLOW_READER, socket.verdict().cause());
    assertEquals(1006, socket.verdict().code());
    assertEquals(null, socket.verdict().sent());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void whoTakesItsRepliesNeedsNoMemoryForThem() {
    loop.close();
    loop = new Loop(0);
    LoneSocket socket = loop.open().send(binary(new byte[100 * KIB]));
    assertEquals(1, socket.received().messages().size());
  }

  @Test
  void aCloseThatThereIsNoMemoryForIsNotSaidToHaveBeenSent() {
    loop.close();
    loop = new Loop(2 * KIB);
    LoneSocket socket = loop.open().takes(0).send(binary(new byte[KIB]));
    long left = loop.memory().limit() - loop.memory().held();
    assertTrue(loop.memory().reserve(left), "others hold the rest");
    socket.close(Cause.DRAIN, 1001, "leaving");
    assertFalse(socket.isOpen());
    assertEquals(Cause.SLOW_READER, socket.verdict().cause());
    assertEquals(null, socket.verdict().sent());
    loop.memory().free(left);
  }

  @Test
  void theCloseGoesOutBehindWhatWaits() {
    LoneSocket socket = loop.open().takes(0).send(text("waits"));
    socket.close(Cause.AGE, 1001, "old");
    assertTrue(socket.isRead(), "its Close is awaited");
    socket.takesAll();
    assertEquals("1 waits", socket.shown().get(0));
    assertEquals(1001, socket.received().frames().get(1).closeCode());
    socket.send(ClientFrame.close(1001));
    assertTrue(socket.isSendingEnded());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void whatWasWrittenMeanwhileIsHeldUntilItIsTakenToo() {
    LoneSocket socket = loop.open().takes(0).send(binary(new byte[100 * KIB]));
    socket.close(Cause.AGE, 1001, "old");
    socket.takes(10 + 100 * KIB);
    assertEquals(1, socket.received().messages().size());
    assertTrue(loop.memory().held() > 0, "the Close waits");
    socket.takesAll();
    assertEquals(1001, socket.received().frames().get(1).closeCode());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void aCloseAtABoundaryWaitsUntilTheRepliesAreTaken() {
    LoneSocket socket = loop.open().takes(0).send(text("waits"));
    socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    assertFalse(socket.isRead());
    socket.takesAll();
    assertEquals(1001, socket.received().frames().get(1).closeCode());
  }

  @Test
  void whoClosesAndTakesNothingIsInTheBudgetToo() {
    LoneSocket socket = loop.open().takes(100);
    socket.send(binary(new byte[200 * KIB]), ClientFrame.close(1000));
    assertTrue(loop.memory().held() >= 200 * KIB, "held " + loop.memory().held());
    assertFalse(loop.state().receiveMemory().isLent());
    assertFalse(socket.isSendingEnded());
    socket.takesAll();
    assertTrue(socket.isSendingEnded());
    assertEquals(0, loop.memory().held());
    socket.ends();
    assertEquals(new CloseStatus(1000, ""), socket.verdict().sent());
    assertEquals(2, socket.received().frames().size());
  }

  @Test
  void whoBreaksARuleAndTakesNothingIsInTheBudgetToo() {
    LoneSocket socket = loop.open().takes(100);
    socket.send(Bytes.join(binary(new byte[200 * KIB]).bytes(), Bytes.hex("83 80")));
    assertTrue(loop.memory().held() >= 200 * KIB, "held " + loop.memory().held());
    assertFalse(loop.state().receiveMemory().isLent());
    socket.takesAll();
    assertEquals(1002, socket.received().frames().get(1).closeCode());
    assertTrue(socket.isSendingEnded());
  }

  @Test
  void whoEndsItsHalfOfTcpAndTakesNothingIsInTheBudgetToo() {
    LoneSocket socket = loop.open().takes(100);
    socket.force(binary(new byte[200 * KIB]).bytes()).ends();
    assertTrue(loop.memory().held() >= 200 * KIB, "held " + loop.memory().held());
    assertFalse(loop.state().receiveMemory().isLent());
    assertTrue(socket.isOpen());
    socket.takesAll();
    assertEquals(1, socket.received().frames().size());
    assertFalse(socket.isOpen());
    assertEquals(Cause.TCP_END, socket.verdict().cause());
  }

  @Test
  void whoClosesAndTakesNothingWhereThereIsNoMemoryIsEnded() {
    loop.close();
    loop = new Loop(64 * KIB);
    LoneSocket socket = loop.open().takes(100);
    socket.send(binary(new byte[200 * KIB]), ClientFrame.close(1000));
    assertFalse(socket.isOpen());
    assertEquals(Cause.CLIENT_CLOSE, socket.verdict().cause());
  }

  @Test
  void theTimeInWhichItWasNotReadIsKnown() {
    LoneSocket socket = loop.open().takes(0).send(text("waits"));
    assertEquals(0, blocked());
    socket.takesAll();
    assertEquals(1, blocked());
    socket.takes(0).send(text("waits again"));
    socket.cut();
    assertEquals(2, blocked());
  }

  private long blocked() {
    var times = loop.traffic().blockedNanos();
    long sum = 0;
    for (int slot = 0; slot <= times.size(); slot++) {
      sum += times.count(slot);
    }
    return sum;
  }

  @Test
  void whatWaitsTakesNoMoreMemoryThanItCounts() {
    byte[] prefixed = new Deflate().compress(Bytes.text("a", 900 * KIB));
    LoneSocket socket = loop.open(Loop.limits(), "re: ", new Compression(true, 15, true)).takes(0);
    socket.send(text(prefixed).rsv(4));
    ChannelOutboundBuffer pending = socket.channel().unsafe().outboundBuffer();
    long held = loop.memory().held();
    assertTrue(held > 0, "nothing waits");
    long memory = 0;
    while (pending.current() instanceof ByteBuf waiting) {
      memory += waiting.unwrap() == null ? waiting.capacity() : waiting.unwrap().capacity();
      pending.remove();
    }
    assertTrue(memory <= 2 * held, memory + " for " + held);
  }
}
