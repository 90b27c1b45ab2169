package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.ClientFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the read that brought a message to its echo being with the kernel; one read in 16. */
class EchoTimesTest {

  private final Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  void theFirstReadThatBringsAMessageIsTimedAndThenOneIn16() {
    LoneSocket socket = loop.open();
    for (int i = 1; i <= 33; i++) {
      socket.send(text("echo"));
      assertEquals((i + 15) / 16, timed(), "after " + i);
    }
  }

  @Test
  void anOpeningIsNone() {
    for (int i = 0; i < 100; i++) {
      loop.open();
    }
    loop.settle();
    assertEquals(0, timed());
  }

  @Test
  void aReadThatBringsNoMessageIsNone() {
    loop.open().send(ClientFrame.ping("p"));
    loop.open().send(new byte[] {(byte) 0x82});
    assertEquals(0, timed());
  }

  @Test
  void anEchoThatHadToWaitForThePeerIsTimedUntilItIsTaken() {
    LoneSocket socket = loop.open().takes(0).send(text("waits"));
    assertEquals(0, timed());
    socket.takesAll();
    assertEquals(1, timed());
  }

  private long timed() {
    var times = loop.traffic().echoNanos();
    long sum = 0;
    for (int slot = 0; slot <= times.size(); slot++) {
      sum += times.count(slot);
    }
    return sum;
  }
}
