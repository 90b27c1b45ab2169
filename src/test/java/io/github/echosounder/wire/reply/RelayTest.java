package io.github.echosounder.wire.reply;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Replies;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Echo.Terms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The echo, frame by frame: RFC 6455, 5.2, 5.4 and 5.5.3 as seen in what goes back. */
class RelayTest {

  private static final int LARGEST = 1000;
  private static final Terms EXACT = Terms.relay(LARGEST);
  private static final Terms PREFIXED = EXACT.prefix("回: ");

  @Test
  void framesGoBackAsTheyCameInOneWriteAndInTheirOwnMemory() throws Violation {
    try (Echo echo = new Echo(EXACT)) {
      echo.read(
          text("one"),
          binary(new byte[0]),
          text("tw").unfinished(),
          ping("p"),
          continuation("o").unfinished(),
          continuation(""),
          binary(Bytes.utf8("x".repeat(200))));
      assertEquals(1, echo.writes());
      assertEquals(0, echo.copiedBytes());
      assertEquals(
          List.of("1 one", "2 ", "1... tw", "a p", "0... o", "0 ", "2 " + "x".repeat(200)),
          echo.replies().shown());
    }
  }

  @Test
  void aFrameThatHasNotArrivedWhollyIsHeldUntilItHas() throws Violation {
    byte[] frame = text("held for a while").bytes();
    for (int cut = 1; cut < frame.length; cut++) {
      try (Echo echo = new Echo(EXACT)) {
        echo.read(Bytes.slice(frame, 0, cut));
        assertEquals(0, echo.writes());
        assertEquals(cut > 6, echo.memory().held() > 0);
        echo.read(Bytes.slice(frame, cut, frame.length));
        assertEquals(0, echo.memory().held());
        assertEquals(List.of("1 held for a while"), echo.replies().shown());
      }
    }
  }

  @Test
  void repliesKeepTheirOrderAroundOneThatWasHeld() throws Violation {
    byte[] stream = ClientFrame.bytes(text("a"), ping("1"), text("held"), ping("2"), text("b"));
    for (int cut = 0; cut <= stream.length; cut++) {
      try (Echo echo = new Echo(EXACT)) {
        echo.read(Bytes.slice(stream, 0, cut)).read(Bytes.slice(stream, cut, stream.length));
        assertEquals(List.of("1 a", "a 1", "1 held", "a 2", "1 b"), echo.replies().shown());
      }
    }
  }

  @Test
  void aFrameOfTheLargestThatIsHeldComesBackAsOne() throws Violation {
    try (Echo echo = new Echo(EXACT)) {
      byte[] frame = binary(new byte[LARGEST]).bytes();
      echo.read(Bytes.slice(frame, 0, 500)).read(Bytes.slice(frame, 500, frame.length));
      assertEquals(1, echo.replies().frames().size());
    }
  }

  @Test
  void aLargerOneComesBackInFragmentsAsItComesAndIsNotHeld() throws Violation {
    byte[] payload = Bytes.text("larger ", LARGEST + 1);
    byte[] frame = text(payload).bytes();
    try (Echo echo = new Echo(EXACT)) {
      for (int from = 0; from < frame.length; from += 300) {
        echo.read(Bytes.slice(frame, from, Math.min(frame.length, from + 300)));
        assertEquals(0, echo.memory().held());
      }
      Replies replies = echo.replies();
      assertEquals(4, replies.frames().size());
      assertArrayEquals(payload, replies.messages().get(0).payload());
    }
  }

  @Test
  void aLargerOneThatHasArrivedWhollyComesBackAsOne() throws Violation {
    try (Echo echo = new Echo(EXACT)) {
      echo.read(binary(new byte[LARGEST + 1]));
      assertEquals(1, echo.replies().frames().size());
    }
  }

  @Test
  void theFragmentsOfALargeUnfinishedFrameAreUnfinishedToo() throws Violation {
    byte[] large = Bytes.text("larger ", LARGEST + 1);
    byte[] stream =
        ClientFrame.bytes(text(large).unfinished(), ping("p"), continuation(large), text("next"));
    for (int cut = 0; cut < stream.length; cut += 13) {
      try (Echo echo = new Echo(EXACT)) {
        echo.read(Bytes.slice(stream, 0, cut)).read(Bytes.slice(stream, cut, stream.length));
        Replies replies = echo.replies();
        assertEquals(List.of("control [70]", "message 0", "message 1"), replies.order());
        assertArrayEquals(Bytes.join(large, large), replies.messages().get(0).payload());
      }
    }
  }

  @Test
  void aReplyIsCopiedWhereThereIsNoRoomForItsHeader() throws Violation {
    byte[] frame = text("no room").bytes();
    try (Echo echo = new Echo(EXACT).withoutHeadroom()) {
      echo.read(Bytes.slice(frame, 0, 6)).read(Bytes.slice(frame, 6, frame.length));
      assertTrue(echo.copiedBytes() > 0);
      assertEquals(List.of("1 no room"), echo.replies().shown());
    }
  }

  @Test
  void aPongIsCopiedWhereThereIsNoRoomForIt() throws Violation {
    byte[] frame = ping("a ping in two").bytes();
    for (int cut = 1; cut < frame.length; cut++) {
      try (Echo echo = new Echo(EXACT).withoutHeadroom()) {
        echo.read(Bytes.slice(frame, 0, cut)).read(Bytes.slice(frame, cut, frame.length));
        echo.read(text("behind"));
        assertEquals(List.of("a a ping in two", "1 behind"), echo.replies().shown());
      }
    }
  }

  @Test
  void aPrefixStandsBeforeEachTextAndBeforeNothingElse() throws Violation {
    try (Echo echo = new Echo(PREFIXED)) {
      echo.read(text("one"), binary(Bytes.utf8("two")), ping("p"), text(""), text("four"));
      assertEquals(
          List.of("1 回: one", "2 two", "a p", "1 回: ", "1 回: four"), echo.replies().shown());
    }
  }

  @Test
  void aPrefixStandsBeforeTheFirstFragmentAlone() throws Violation {
    try (Echo echo = new Echo(PREFIXED)) {
      echo.read(
          text("").unfinished(), ping("p"), continuation("a").unfinished(), continuation("b"));
      assertEquals(List.of("1... 回: ", "a p", "0... a", "0 b"), echo.replies().shown());
    }
  }

  @Test
  void aPrefixIsHeldWithItsFrameAndIsInItsBudget() throws Violation {
    byte[] frame = text("held").bytes();
    for (int cut = 1; cut < frame.length; cut++) {
      try (Echo echo = new Echo(PREFIXED)) {
        echo.read(Bytes.slice(frame, 0, cut)).read(Bytes.slice(frame, cut, frame.length));
        assertEquals(List.of("1 回: held"), echo.replies().shown());
      }
    }
  }

  @Test
  void aPrefixOfALargeTextIsAFragmentOfItsOwn() throws Violation {
    byte[] payload = Bytes.text("x", LARGEST + 1);
    byte[] frame = text(payload).bytes();
    for (int cut : new int[] {5, 8, 9, 500, frame.length - 1, frame.length}) {
      try (Echo echo = new Echo(PREFIXED)) {
        echo.read(Bytes.slice(frame, 0, cut)).read(Bytes.slice(frame, cut, frame.length));
        echo.read(text("next"));
        Replies replies = echo.replies();
        assertEquals("1... 回: ", replies.shown().get(0));
        assertArrayEquals(
            Bytes.join(Bytes.utf8("回: "), payload), replies.messages().get(0).payload());
        assertEquals("回: next", replies.messages().get(1).text());
      }
    }
  }

  @Test
  void compressedFramesGoBackWithTheirOwnBytes() throws Violation {
    byte[] compressed = new Deflate().compress(Bytes.text("compressed ", 600));
    try (Echo echo = new Echo(EXACT.serverWindowBits(15))) {
      echo.read(text(compressed).rsv(4), text("plain"));
      Replies replies = echo.replies();
      assertArrayEquals(compressed, replies.frames().get(0).payload());
      assertTrue(replies.frames().get(0).compressed());
      assertFalse(replies.frames().get(1).compressed());
    }
  }

  @Test
  void aBlockWithBfinalGoesBackInAnotherForm() throws Violation {
    byte[] bfinal = Bytes.hex("f3 48 cd c9 c9 07 00 00");
    Deflate client = new Deflate();
    try (Echo echo = new Echo(EXACT.serverWindowBits(15))) {
      byte[] stream =
          ClientFrame.bytes(
              text(client.compress(Bytes.utf8("before"))).rsv(4),
              ping("p"),
              text("plain"),
              text(bfinal).rsv(4),
              text("behind"));
      echo.read(stream);
      assertInstanceOf(Recoder.class, echo.reader().sink());
      Replies replies = echo.replies();
      assertEquals(
          List.of("before", "plain", "Hello", "behind"),
          replies.messages().stream().map(message -> message.text()).toList());
      assertEquals("control [70]", replies.order().get(1));
    }
  }

  /** RFC 7692, 7.2.3.4: where it is not in the first block, nobody can see it before. */
  @Test
  void whoEverSetBfinalIsTakenToSetItAgain() throws Violation {
    byte[] later = Bytes.hex("00 0100 feff 61  01 0100 feff 62  00");
    try (Echo echo = new Echo(EXACT.serverWindowBits(15))) {
      echo.read(text(later).rsv(4));
      assertInstanceOf(Relay.class, echo.reader().sink());
      echo.read(text(new Deflate().compress(Bytes.utf8("behind"))).rsv(4));
      assertInstanceOf(Recoder.class, echo.reader().sink());
    }
  }

  @Test
  void aFirstFrameWithoutPayloadMayComeBeforeABlockWithBfinal() throws Violation {
    byte[] bfinal = Bytes.hex("f3 48 cd c9 c9 07 00 00");
    try (Echo echo = new Echo(EXACT.serverWindowBits(15))) {
      echo.read(text(new byte[0]).rsv(4).unfinished(), continuation(bfinal));
      assertInstanceOf(Recoder.class, echo.reader().sink());
      assertEquals("Hello", echo.replies().messages().get(0).text());
    }
  }

  @Test
  void whoIsRefusedMemoryHoldsNone() throws Violation {
    try (Echo echo = new Echo(EXACT.memory(511))) {
      byte[] frame = binary(new byte[600]).bytes();
      Violation violation = echo.fails(Bytes.slice(frame, 0, 300));
      assertEquals(1013, violation.code());
      assertEquals(0, echo.memory().held());
    }
  }

  @Test
  void whatWasAnsweredBeforeAViolationStillGoesOut() {
    try (Echo echo = new Echo(EXACT)) {
      echo.fails(Bytes.join(text("valid").bytes(), Bytes.hex("83 80 00000000")));
      assertEquals(List.of("1 valid"), echo.replies().shown());
    }
  }
}
