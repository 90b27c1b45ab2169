package io.github.echosounder.wire.reply;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.ReferenceInflater;
import io.github.echosounder.wire.client.Replies;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Echo.Terms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 6.1 and 7.2.1, as seen in what goes back deflated anew. */
class RecoderTest {

  private static final int LARGEST = 1000;
  private static final Terms EXACT = Terms.recoder(LARGEST);
  private static final Terms PREFIXED = EXACT.prefix("回: ");

  @Test
  void aMessageInOneFrameComesBackInOne() throws Violation {
    byte[] payload = Bytes.text("compressed ", 600);
    try (Echo echo = new Echo(EXACT)) {
      echo.read(compressed(1, payload), text("small"), binary(Bytes.text("plain ", 600)));
      Replies replies = echo.replies();
      assertEquals(3, replies.frames().size());
      assertArrayEquals(payload, replies.messages().get(0).payload());
      assertTrue(replies.frames().get(0).compressed());
      assertEquals("small", replies.messages().get(1).text());
      assertFalse(replies.frames().get(1).compressed(), "so little is not worth it");
      assertTrue(replies.frames().get(2).compressed());
    }
  }

  @Test
  void fragmentsComeBackAsTheyCame() throws Violation {
    byte[] payload = Bytes.text("fragments ", 900);
    byte[] whole = new Deflate().compress(payload);
    try (Echo echo = new Echo(EXACT)) {
      echo.read(
          text(Bytes.slice(whole, 0, 5)).rsv(4).unfinished(),
          ping("p"),
          continuation(Bytes.slice(whole, 5, 6)).unfinished(),
          continuation("").unfinished(),
          continuation(Bytes.slice(whole, 6, whole.length)),
          text("plain ").unfinished(),
          continuation("one"));
      Replies replies = echo.replies();
      assertEquals(List.of("control [70]", "message 0", "message 1"), replies.order());
      assertEquals(4, replies.messages().get(0).frames().size());
      assertArrayEquals(payload, replies.messages().get(0).payload());
      assertEquals(2, replies.messages().get(1).frames().size());
      assertEquals("plain one", replies.messages().get(1).text());
    }
  }

  @Test
  void emptyMessagesAndFramesComeBackEmpty() throws Violation {
    byte[] nothing = new Deflate().compress(new byte[0]);
    try (Echo echo = new Echo(EXACT)) {
      echo.read(
          text(""),
          binary(nothing).rsv(4),
          binary(new byte[0]).rsv(4).unfinished(),
          continuation(nothing),
          text("").unfinished(),
          continuation("").unfinished(),
          continuation(""));
      Replies replies = echo.replies();
      assertEquals(4, replies.messages().size());
      assertEquals(
          List.of(1, 1, 2, 3),
          replies.messages().stream().map(message -> message.frames().size()).toList());
      replies.messages().forEach(message -> assertEquals(0, message.payload().length));
    }
  }

  @Test
  void aPrefixStandsOnceBeforeEachText() throws Violation {
    byte[] payload = Bytes.text("x", 500);
    byte[] whole = new Deflate().compress(payload);
    try (Echo echo = new Echo(PREFIXED)) {
      echo.read(
          text("one"),
          text(""),
          binary(payload),
          text(Bytes.slice(whole, 0, 3)).rsv(4).unfinished(),
          continuation(Bytes.slice(whole, 3, whole.length)),
          text("").unfinished(),
          continuation("two"));
      assertEquals(
          List.of("回: one", "回: ", "x".repeat(500), "回: " + "x".repeat(500), "回: two"),
          echo.replies().messages().stream().map(Message::text).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1000, 1001, 1999, 2000, 2001, 12_345})
  void ofALargeFrameNoMoreIsHeldThanOneThatIsRelayed(int size) throws Violation {
    byte[] payload = Bytes.noise(size, size);
    byte[] frame = compressed(2, payload).bytes();
    try (Echo echo = new Echo(EXACT)) {
      for (int from = 0; from < frame.length; from += 100) {
        echo.read(Bytes.slice(frame, from, Math.min(frame.length, from + 100)));
        assertTrue(echo.memory().held() <= LARGEST, "held " + echo.memory().held());
      }
      Replies replies = echo.replies();
      assertEquals((size + LARGEST - 1) / LARGEST, replies.frames().size());
      assertArrayEquals(payload, replies.messages().get(0).payload());
    }
  }

  @Test
  void aBombIsAnsweredInFragmentsAndNotHeld() throws Violation {
    try (Echo echo = new Echo(EXACT.memory(2 * LARGEST))) {
      echo.read(compressed(2, new byte[4 << 20]));
      assertArrayEquals(new byte[4 << 20], echo.replies().messages().get(0).payload());
    }
  }

  @Test
  @Holds("7692-6.1-2")
  void whatDoesNotGetSmallerGoesBackAsItIs() throws Violation {
    byte[] payload = Bytes.noise(500, 1);
    try (Echo echo = new Echo(EXACT)) {
      echo.read(compressed(2, payload));
      ServerFrame reply = echo.replies().frames().get(0);
      assertFalse(reply.compressed());
      assertArrayEquals(payload, reply.payload());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void noReplyReachesFartherBackThanTheServersWindow(int bits) throws Violation {
    byte[] payload = Bytes.text("a window of so many bits, and a text that repeats. ", 50_000);
    try (Echo echo = new Echo(Terms.recoder(20_000).serverWindowBits(bits))) {
      echo.read(compressed(1, payload));
      ReferenceInflater inflater = new ReferenceInflater(bits);
      Message reply = echo.replies().messages().get(0);
      byte[] wire =
          Bytes.join(reply.frames().stream().map(ServerFrame::payload).toArray(byte[][]::new));
      assertTrue(reply.compressed());
      assertArrayEquals(payload, inflater.message(wire));
    }
  }

  @Test
  void aPingIsAnsweredBeforeTheMessageThatItCameIn() throws Violation {
    try (Echo echo = new Echo(EXACT)) {
      echo.read(text("a").unfinished(), ping("1"), continuation("b"), ping("2"), text("c"));
      assertEquals(
          List.of("control [31]", "message 0", "control [32]", "message 1"),
          echo.replies().order());
    }
  }

  @Test
  void aPrefixLongerThanAFrameComesBackInFragments() throws Violation {
    String prefix = "a prefix longer than a frame may be: ";
    try (Echo echo = new Echo(Terms.recoder(10).prefix(prefix))) {
      echo.read(text("text"));
      assertEquals(prefix + "text", echo.replies().messages().get(0).text());
    }
  }

  @Test
  void whoIsRefusedMemoryHoldsNone() throws Violation {
    try (Echo echo = new Echo(EXACT.memory(511))) {
      Violation violation = echo.fails(compressed(2, new byte[10]).bytes());
      assertEquals(1013, violation.code());
      assertEquals(0, echo.memory().held());
    }
  }

  @Test
  void whatIsHeldOfAnUnfinishedFrameIsGivenBackAtTheEnd() throws Violation {
    byte[] frame = text("never finished").bytes();
    try (Echo echo = new Echo(EXACT)) {
      echo.read(Bytes.slice(frame, 0, frame.length - 1));
      assertTrue(echo.memory().held() > 0);
    }
  }

  private static ClientFrame compressed(int opcode, byte[] payload) {
    return ClientFrame.of(opcode, new Deflate().compress(payload)).rsv(4);
  }
}
