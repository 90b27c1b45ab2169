package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.wire.client.ClientFrame;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection of the maximum age is closed, and others of its age a little before or after. */
class AgeTest {

  private static final Duration AGE = Duration.ofSeconds(100);
  private static final Duration LATEST = Duration.ofSeconds(110);

  private final Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  void connectionsThatCameTogetherAreClosedOverAFifthOfTheirAge() {
    var sockets = new ArrayList<LoneSocket>();
    for (int i = 0; i < 100; i++) {
      sockets.add(loop.open(Loop.limits().age(AGE)));
    }
    loop.advance(Duration.ofSeconds(90).minusMillis(1));
    assertEquals(0, sockets.stream().filter(AgeTest::isClosing).count(), "before nine tenths");
    loop.advance(Duration.ofSeconds(10));
    long half = sockets.stream().filter(AgeTest::isClosing).count();
    assertTrue(half > 10 && half < 90, half + " of 100 at the age itself");
    loop.advance(Duration.ofSeconds(10));
    assertEquals(100, sockets.stream().filter(AgeTest::isClosing).count());
  }

  @Test
  void theCloseSaysWhy() {
    LoneSocket socket = loop.open(Loop.limits().age(AGE));
    loop.advance(LATEST);
    assertEquals(1001, socket.received().frames().get(0).closeCode());
    assertTrue(socket.received().frames().get(0).closeReason().contains("maximum age"));
    socket.send(ClientFrame.close(1001)).ends();
    assertEquals(Cause.AGE, socket.verdict().cause());
  }

  @Test
  void aMessageIsWaitedForAndAnswered() {
    LoneSocket socket = loop.open(Loop.limits().age(AGE)).send(text("begun ").unfinished());
    loop.advance(LATEST);
    assertEquals(1, socket.received().frames().size());
    socket.send(ClientFrame.continuation("and ended"));
    assertEquals("begun and ended", socket.received().messages().get(0).text());
    assertTrue(isClosing(socket));
  }

  @Test
  void aMessageThatIsNeverEndedIsNotWaitedForLongerThanTheCloseTimeout() {
    LoneSocket socket = loop.open(Loop.limits().age(AGE)).send(text("begun").unfinished());
    loop.advance(LATEST);
    loop.advance(Loop.CLOSE_TIMEOUT);
    assertTrue(isClosing(socket));
  }

  @Test
  void aPeerThatTakesNothingIsNotWaitedForLongerThanTheCloseTimeoutEither() {
    LoneSocket socket = loop.open(Loop.limits().age(AGE)).takes(0).send(text("waits"));
    loop.advance(LATEST);
    loop.advance(Loop.CLOSE_TIMEOUT);
    loop.advance(Loop.CLOSE_TIMEOUT);
    assertEquals(Cause.AGE, socket.verdict().cause());
  }

  private static boolean isClosing(LoneSocket socket) {
    var frames = socket.received().frames();
    return !frames.isEmpty() && frames.get(frames.size() - 1).opcode() == 8;
  }
}
