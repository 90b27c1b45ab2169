package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.behaviour.Rates;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.wire.client.ClientFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What messages that wait for their reply cost, and who pays. */
class HeldOfKnobsTest {

  private static final int KIB = 1024;

  private Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  private void withMemory(long bytes) {
    loop.close();
    loop = new Loop(bytes);
  }

  @Test
  void aReplyThatHasNoRoomBesideItsMessageEndsTheConnection() {
    withMemory(100 * KIB);
    LoneSocket socket = loop.ask("delay=1s").send(binary(new byte[40 * KIB]));
    assertEquals(1013, socket.received().frames().get(0).closeCode());
    assertEquals(
        "this instance holds too many replies that wait",
        socket.received().frames().get(0).closeReason());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void whereAllHoldAQuarterOfTheBudgetWhoHasRepliesWaitingIsNotRead() {
    withMemory(1024 * KIB);
    LoneSocket first = loop.ask("delay=1s").send(text("waits"));
    assertTrue(first.isRead());
    assertTrue(loop.memory().reserve(256 * KIB));
    LoneSocket second = loop.ask("delay=1s").send(text("waits"));
    assertFalse(second.isRead());
    loop.memory().free(256 * KIB);
    loop.advance(Duration.ofSeconds(1));
    assertTrue(second.isRead());
    assertEquals(List.of("1 waits"), second.shown());
  }

  @Test
  void theSizesOfManyFramesCountAsHeldUntilTheirMessageIsComplete() {
    LoneSocket socket = loop.ask("delay=0s").send(text("").unfinished());
    for (int i = 0; i < 100; i++) {
      socket.send(continuation("").unfinished());
    }
    assertEquals(128 * Integer.BYTES, loop.memory().held());
    socket.send(continuation(""));
    assertEquals(0, loop.memory().held());
    assertEquals(102, socket.received().messages().get(0).frames().size());
  }

  @Test
  void anEmptyMessageBringsNothingOfTheOneBefore() {
    LoneSocket socket =
        loop.ask("delay=0s").send(text("full"), text(""), binary(new byte[0]), text("again"));
    assertEquals(List.of("1 full", "1 ", "2 ", "1 again"), socket.shown());
  }

  @Test
  void aReadThatLiesInTwoPiecesIsAnsweredAndGivenBack() {
    LoneSocket socket = loop.open();
    byte[] bytes = ClientFrame.bytes(text("in two pieces"));
    ByteBuf one = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes, 0, 5);
    ByteBuf two =
        PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes, 5, bytes.length - 5);
    socket
        .channel()
        .pipeline()
        .fireChannelRead(
            PooledByteBufAllocator.DEFAULT.compositeDirectBuffer().addComponents(true, one, two));
    loop.settle();
    assertEquals(List.of("1 in two pieces"), socket.shown());
  }

  @Test
  void streamsLeaveAQuarterOfTheBudgetToOthers() {
    HeldMemory memory = new HeldMemory(1000);
    var rate = StreamRate.bound(SettingsTable.config("echosounder.max-stream-rate", "1K"), memory);
    memory.reserve(650);
    assertTrue(Rates.hasRoom(rate, 100));
    assertFalse(Rates.hasRoom(rate, 101));
    assertTrue(Rates.hasRoom(rate, 751), "it will never have room, and is told so");
    assertEquals(650, memory.held());
  }
}
