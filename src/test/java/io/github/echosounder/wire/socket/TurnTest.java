package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Replies;
import io.github.echosounder.wire.frame.Compression;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has much to send, or much to inflate, does not keep the others of an event loop waiting. */
class TurnTest {

  private static final int MANY = 40_000;

  private final Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  void tinyFramesAreAnsweredInSeveralTurnsAndInOrder() {
    LoneSocket busy = loop.open().sendOnly(numbered(MANY));
    loop.pass();
    int first = busy.received().messages().size();
    assertTrue(first > 0 && first < MANY, first + " in the first turn");
    assertFalse(busy.isRead());
    assertTrue(loop.memory().held() > 0, "the rest is in the budget");
    LoneSocket other = loop.open().sendOnly(ClientFrame.text("mine").bytes());
    loop.pass();
    assertEquals(1, other.received().messages().size());
    assertTrue(busy.received().messages().size() < MANY);
    loop.settle();
    assertNumbered(busy.received(), MANY);
    assertTrue(busy.isRead());
    assertEquals(0, loop.memory().held());
  }

  @Test
  void bombsAreAnsweredInSeveralTurnsAndInOrder() {
    var bombs = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      byte[] bomb = new byte[1 << 20];
      bomb[0] = (byte) i;
      bombs.writeBytes(ClientFrame.binary(new Deflate().compress(bomb)).rsv(4).bytes());
    }
    LoneSocket busy = loop.open(Loop.limits(), "", new Compression(true, 15, false));
    busy.sendOnly(bombs.toByteArray());
    loop.pass();
    assertTrue(busy.received().messages().size() <= 2);
    assertTrue(loop.settle() >= 9);
    Replies replies = busy.received();
    assertEquals(20, replies.messages().size());
    for (int i = 0; i < 20; i++) {
      assertEquals(i, replies.messages().get(i).payload()[0]);
    }
  }

  @Test
  void aPeerThatEndedItsHalfGetsAllItsAnswersOverManyTurns() {
    LoneSocket busy = loop.open().force(numbered(MANY)).ends();
    assertNumbered(busy.received(), MANY);
    assertFalse(busy.isOpen());
  }

  @Test
  void aPeerThatTakesLittleGetsAllItsAnswersOverManyTurns() {
    LoneSocket busy = loop.open().takes(1000).send(numbered(MANY));
    while (busy.channel().taken().length < 6 * MANY) {
      busy.takes(30_000);
    }
    assertNumbered(busy.received(), MANY);
    assertEquals(0, loop.memory().held());
    assertTrue(busy.takesAll().isRead());
  }

  @Test
  void aCloseBehindManyFramesIsEchoedBehindAllAnswers() {
    byte[] frames = numbered(MANY);
    byte[] close = ClientFrame.close(1000).bytes();
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(frames);
    stream.writeBytes(close);
    LoneSocket busy = loop.open().send(stream.toByteArray());
    assertEquals(MANY + 1, busy.received().frames().size());
    assertEquals(1000, busy.received().frames().get(MANY).closeCode());
    assertTrue(busy.isSendingEnded());
  }

  @Test
  void repliesToOneReadLeaveWhenTheOthersHaveBeenReadToo() {
    LoneSocket first = loop.open();
    first.force(ClientFrame.text("a").bytes());
    assertArrayEquals(new byte[0], first.channel().taken());
    loop.pass();
    assertEquals(1, first.received().messages().size());
  }

  /** Else what one connection makes in a pass would have no bound. */
  @Test
  void repliesOfMoreThan64KibLeaveWithTheReadThatBroughtThem() {
    LoneSocket socket = loop.open(Loop.limits(), "p".repeat(100), null);
    socket.force(texts(600));
    assertArrayEquals(new byte[0], socket.channel().taken(), "less than 64 KiB");
    loop.settle();
    int before = socket.channel().taken().length;
    socket.force(texts(700));
    assertTrue(socket.channel().taken().length - before > 64 * 1024, "more than 64 KiB");
  }

  private static byte[] texts(int count) {
    var stream = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      stream.writeBytes(ClientFrame.text("a").bytes());
    }
    return stream.toByteArray();
  }

  private static byte[] numbered(int count) {
    var stream = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      stream.writeBytes(ClientFrame.binary(ByteBuffer.allocate(4).putInt(i).array()).bytes());
    }
    return stream.toByteArray();
  }

  private static void assertNumbered(Replies replies, int count) {
    assertEquals(count, replies.messages().size());
    for (int i = 0; i < count; i++) {
      assertEquals(i, ByteBuffer.wrap(replies.messages().get(i).payload()).getInt());
    }
  }

  @Test
  void aLongPrefixBeforeShortTextsIsWorkToo() {
    LoneSocket busy = loop.open(Loop.limits(), "p".repeat(1024), null);
    var empty = new ByteArrayOutputStream();
    for (int i = 0; i < 8_000; i++) {
      empty.writeBytes(ClientFrame.text("").bytes());
    }
    busy.sendOnly(empty.toByteArray());
    loop.pass();
    int first = busy.channel().taken().length;
    assertTrue(first > 0 && first < 2 << 20, first + " bytes in the first turn");
    loop.settle();
    assertEquals(8_000, busy.received().messages().size());
  }
}
