package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.client.ClientFrame;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.handler.codec.DecoderException;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault of this server ends the connection that it happened on, with 1011, and no other. */
class FaultsTest {

  /** Each fault is logged with its stack trace: here they are meant. */
  private static final Logger LOG = Logger.getLogger("echosounder.connections");

  private final Loop loop = new Loop();

  @BeforeAll
  static void logNothing() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    LOG.setLevel(null);
  }

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  static Stream<Throwable> faults() {
    return Stream.of(new IllegalStateException("broken"), new OutOfMemoryError("none left"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oneWhileReadingIsAnsweredBehindTheRepliesBefore(Throwable fault) {
    LoneSocket socket = loop.open();
    socket.force(text("before").bytes());
    Broken broken = new Broken(fault);
    socket.channel().pipeline().fireChannelRead(broken);
    broken.release();
    loop.settle();
    assertEquals("1 before", socket.shown().get(0));
    assertInternalError(socket);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oneWhileRepliesGoOutLeavesTheOthersOfTheLoopTheirs(Throwable fault) {
    LoneSocket first = loop.open();
    LoneSocket second = loop.open();
    LoneSocket third = loop.open();
    for (LoneSocket socket : new LoneSocket[] {first, second, third}) {
      socket.force(text("echo").bytes());
    }
    second.channel().breaks(fault, 0);
    loop.settle();
    assertEquals(1, first.received().messages().size());
    assertEquals(1, third.received().messages().size());
    assertInternalError(second);
    assertTrue(first.isRead());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oneOfACloseThatWasAskedForEndsTheConnectionToo(Throwable fault) {
    LoneSocket socket = loop.open();
    // Its write goes well, its flush does not.
    socket.channel().breaks(fault, 1);
    socket.handler().close(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    socket.ends();
    assertFalse(socket.isOpen());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oneWhenThePeerHasCaughtUpEndsTheConnectionToo(Throwable fault) {
    LoneSocket socket = loop.open().takes(0).send(text("waits"));
    socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    // What is pending is looked at, the Close is written, its flush fails.
    socket.channel().breaks(fault, 2);
    socket.takesAll();
    assertTrue(socket.isSendingEnded() || !socket.isOpen());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oneWithWhatHasToWaitLeavesNothingInTheBudget(Throwable fault) {
    LoneSocket socket = loop.open().takes(0).send(text("waits"));
    long held = loop.memory().held();
    Broken broken = new Broken(fault);
    socket.channel().pipeline().fireChannelRead(broken);
    loop.settle();
    assertEquals(0, broken.refCnt());
    assertTrue(loop.memory().held() - held < 200, "the Close alone: " + loop.memory().held());
    socket.takesAll();
    assertInternalError(socket);
    assertEquals(0, loop.memory().held());
  }

  @Test
  void oneOfATimerEndsTheConnection() {
    LoneSocket socket = loop.open(Loop.limits().idle(Duration.ofSeconds(1)));
    loop.breakClock();
    loop.advance(Duration.ofSeconds(1));
    assertInternalError(socket);
  }

  @Test
  void oneOfAPingEndsTheConnection() {
    LoneSocket socket = loop.open(Loop.limits().ping(Duration.ofSeconds(1)));
    loop.breakClock();
    loop.advance(Duration.ofSeconds(1));
    assertInternalError(socket);
  }

  @Test
  void whatTheNetworkDoesIsNone() {
    LoneSocket reset = loop.open();
    reset.channel().pipeline().fireExceptionCaught(new IOException("Broken pipe"));
    LoneSocket tls = loop.open();
    tls.channel()
        .pipeline()
        .fireExceptionCaught(new DecoderException(new SSLException("bad record")));
    loop.settle();
    assertEquals(Cause.TCP_RESET, reset.verdict().cause());
    assertEquals(Cause.TLS, tls.verdict().cause());
    assertEquals("TLS ended: bad record", tls.verdict().reason());
  }

  private void assertInternalError(LoneSocket socket) {
    var frames = socket.received().frames();
    assertEquals(1011, frames.get(frames.size() - 1).closeCode());
    assertTrue(socket.isSendingEnded());
    socket.send(ClientFrame.close(1011)).ends();
    assertEquals(Cause.INTERNAL, socket.verdict().cause());
    assertFalse(socket.isOpen());
  }

  /** Bytes that cannot be looked at. */
  private static final class Broken extends UnpooledDirectByteBuf {
    private final Throwable fault;

    Broken(Throwable fault) {
      super(UnpooledByteBufAllocator.DEFAULT, 1024, 1024);
      this.fault = fault;
      writeZero(1024);
    }

    @Override
    public int readableBytes() {
      PlatformDependent.throwException(fault);
      return 0;
    }
  }
}
