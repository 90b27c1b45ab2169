package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that has received nothing for the idle timeout is closed. */
class IdleTimeoutTest {

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final Loop loop = new Loop();
  private final LoneSocket socket = loop.open(Loop.limits().idle(IDLE));

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  void silenceEndsWithACloseAtTheTimeoutAndNotBefore() {
    loop.advance(IDLE.minus(MOMENT));
    assertEquals(0, closes());
    loop.advance(MOMENT);
    assertEquals(1, closes());
    assertEquals(1001, socket.received().frames().get(0).closeCode());
    assertEquals(
        "nothing received for 30s (idle timeout)", socket.received().frames().get(0).closeReason());
    socket.send(ClientFrame.close(1001)).ends();
    assertEquals(Cause.IDLE, socket.verdict().cause());
  }

  @Test
  void anyByteThatComesBeginsTheSilenceAnew() {
    byte[] frame = text("slowly").bytes();
    for (byte next : frame) {
      loop.advance(IDLE.minus(MOMENT));
      socket.send(new byte[] {next});
    }
    assertEquals(1, socket.received().messages().size());
    loop.advance(IDLE.minus(MOMENT));
    assertEquals(0, closes());
    loop.advance(MOMENT);
    assertEquals(1, closes());
  }

  @Test
  void whoTakesSomeOfItsRepliesAtLastIsNotSilent() {
    socket.takes(0).send(text("it takes its time"));
    for (int taken = 1; taken <= 10; taken++) {
      loop.advance(IDLE.minus(MOMENT));
      socket.takes(1);
    }
    loop.advance(IDLE.minus(MOMENT));
    socket.takesAll();
    assertEquals(1, socket.received().frames().size());
  }

  @Test
  void whoTakesNoneOfItsRepliesIsCutSinceNoCloseCouldReachIt() {
    socket.takes(0).send(text("waits"));
    loop.advance(IDLE);
    assertTrue(socket.isOpen());
    loop.advance(IDLE);
    assertFalse(socket.isOpen());
    assertEquals(Cause.SLOW_READER, socket.verdict().cause());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void aSlowReaderThatCaughtUpHasTheWholeTimeoutToSend() {
    socket.takes(0).send(text("waits"));
    loop.advance(IDLE.minus(MOMENT));
    socket.takesAll();
    loop.advance(IDLE.minus(MOMENT));
    assertEquals(0, closes());
    loop.advance(MOMENT);
    assertEquals(1, closes());
  }

  @Test
  void theCloseOfASilentClientThatDoesNotAnswerEndsWithTheCloseTimeout() {
    loop.advance(IDLE);
    loop.advance(Loop.CLOSE_TIMEOUT);
    assertEquals(Cause.IDLE, socket.verdict().cause());
    assertEquals(null, socket.verdict().received());
  }

  @Test
  void aTimeoutOfNoWholeSecondsIsToldInMilliseconds() {
    LoneSocket hasty = loop.open(Loop.limits().idle(Duration.ofMillis(1500)));
    loop.advance(Duration.ofMillis(1500));
    assertTrue(hasty.received().frames().get(0).closeReason().contains("1500ms"));
  }

  @Test
  void nothingIsSaidBehindAClose() {
    socket.send(ClientFrame.close(1000));
    loop.advance(IDLE.multipliedBy(2));
    assertEquals(1, socket.received().frames().size());
    assertEquals(Cause.CLIENT_CLOSE, socket.verdict().cause());
  }

  @Test
  void noTimerGoesOnBehindTheEnd() {
    LoneSocket aged = loop.open(Loop.limits().idle(IDLE).age(IDLE).ping(IDLE));
    loop.settle();
    assertTrue(aged.hasTimers());
    aged.cut();
    loop.settle();
    assertFalse(aged.hasTimers());
  }

  private long closes() {
    return socket.received().frames().stream()
        .filter(frame -> frame.opcode() == 8)
        .filter(frame -> !Bytes.show(frame.payload()).isEmpty())
        .count();
  }
}
