package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.CloseStatus;
import io.github.echosounder.wire.client.ClientFrame;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes although nothing is read: at the end of TCP, and behind TLS. */
class BacklogTest {

  private static final int KIB = 1024;

  private Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  void whatComesWhileTheGateIsHeldIsHeldAndAnsweredInOrder() {
    LoneSocket socket = loop.open().takes(0).send(text("first"));
    long before = loop.memory().held();
    byte[] second = text("second").bytes();
    byte[] third = text("third").bytes();
    socket.force(second).force(third);
    loop.settle();
    assertEquals(before + second.length + third.length, loop.memory().held());
    socket.takesAll();
    assertEquals(List.of("1 first", "1 second", "1 third"), socket.shown());
    assertEquals(0, loop.memory().held());
    assertTrue(socket.isRead());
  }

  @Test
  void whatWaitsIsAnsweredNoFasterThanItsRepliesAreTaken() {
    LoneSocket socket = loop.open().takes(0).send(binary(new byte[KIB]));
    for (int i = 0; i < 20; i++) {
      socket.force(binary(new byte[KIB]).bytes());
    }
    for (int i = 0; i < 20; i++) {
      socket.takes(KIB);
      assertTrue(loop.memory().held() <= 22 * KIB, "held " + loop.memory().held());
    }
    socket.takesAll();
    assertEquals(21, socket.received().messages().size());
  }

  @Test
  void theEndOfTcpWaitsForWhatCameBefore() {
    LoneSocket socket = loop.open().takes(0).send(text("first"));
    socket.force(text("second").bytes()).ends();
    assertTrue(socket.isOpen());
    socket.takesAll();
    assertEquals(List.of("1 first", "1 second"), socket.shown());
    assertFalse(socket.isOpen());
    assertEquals(Cause.TCP_END, socket.verdict().cause());
  }

  @Test
  void aPeerThatHasEndedItsHalfHasOnlySoLongToTakeWhatIsLeft() {
    LoneSocket socket = loop.open().takes(0).send(text("first"));
    socket.force(text("second").bytes()).ends();
    loop.advance(Loop.CLOSE_TIMEOUT);
    assertFalse(socket.isOpen());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void aCloseAmongWhatWaitedIsEchoedAndTcpEnds() {
    LoneSocket socket = loop.open().takes(0).send(text("first"));
    socket.force(ClientFrame.bytes(text("second"), ClientFrame.close(1000), text("third"))).ends();
    socket.takesAll();
    assertEquals(3, socket.received().frames().size());
    assertFalse(socket.isOpen());
    assertEquals(Cause.CLIENT_CLOSE, socket.verdict().cause());
  }

  @Test
  void whereThereIsNoMemoryForItTheConnectionFailsWith1013() {
    loop.close();
    loop = new Loop(4 * KIB);
    LoneSocket socket = loop.open().takes(0).send(binary(new byte[KIB]));
    socket.force(binary(new byte[KIB]).bytes());
    socket.force(binary(new byte[8 * KIB]).bytes());
    loop.settle();
    assertTrue(
        loop.memory().held() < 2 * KIB, "what waited is given back: " + loop.memory().held());
    assertTrue(socket.isRead(), "the end of TCP is awaited");
    socket.takesAll();
    assertEquals(2, socket.received().frames().size());
    assertEquals(1013, socket.received().frames().get(1).closeCode());
    socket.ends();
    assertEquals(Cause.HELD_MEMORY, socket.verdict().cause());
  }

  @Test
  void aCloseOfTheServerFindsTheClientsAmongWhatWaits() {
    LoneSocket socket = loop.open().takes(0).send(text("first"));
    socket.force(ClientFrame.bytes(text("second"), ClientFrame.close(1000, "done")));
    socket.close(Cause.DRAIN, 1001, "leaving");
    assertTrue(socket.isRead());
    socket.takesAll();
    assertEquals(2, socket.received().frames().size(), "the second is not answered any more");
    assertTrue(socket.isSendingEnded());
    socket.ends();
    assertEquals(Cause.DRAIN, socket.verdict().cause());
    assertEquals(new CloseStatus(1000, "done"), socket.verdict().received());
  }

  @Test
  void whatWaitsIsGivenBackWhenTheConnectionEnds() {
    LoneSocket socket = loop.open().takes(0).send(text("first"));
    socket.force(new byte[KIB]).cut();
    loop.settle();
    assertEquals(0, loop.memory().held());
  }

  @Test
  void whatIsWrongAmongWhatWaitedEndsTheConnectionInItsPlace() {
    LoneSocket socket = loop.open().takes(0).send(text("first"));
    socket.force(text("second").bytes()).force(new byte[] {1, 2, 3}).force(text("third").bytes());
    socket.takesAll();
    assertEquals(List.of("1 first", "1 second"), socket.shown().subList(0, 2));
    assertEquals(1002, socket.received().frames().get(2).closeCode());
    assertEquals(0, loop.memory().held());
    assertTrue(socket.isRead());
  }
}
