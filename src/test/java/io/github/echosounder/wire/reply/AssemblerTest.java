package io.github.echosounder.wire.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.echosounder.behaviour.Event.FrameFacts;
import io.github.echosounder.behaviour.Event.MessageFacts;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Echo.Terms;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What conversations are given of messages: their payload, or an account of them. */
class AssemblerTest implements Receiver {

  private static final Terms TERMS = Terms.relay(1000).serverWindowBits(15);

  private static final InstantSource TIME =
      InstantSource.fixed(Instant.parse("1970-01-01T00:00:01.000002Z"));

  private final List<String> told = new ArrayList<>();
  private Runnable onMessage = () -> {};
  private @Nullable MessageFacts facts;

  @Override
  public void message(boolean isText, ByteBuffer payload, int... frames) {
    told.add(
        (isText ? "text " : "binary ")
            + StandardCharsets.UTF_8.decode(payload)
            + " "
            + Arrays.toString(frames));
    onMessage.run();
  }

  @Override
  public void message(boolean isText, long bytes, @Nullable MessageFacts facts) {
    told.add((isText ? "text of " : "binary of ") + bytes);
    this.facts = facts;
  }

  private static void refuse(ByteBuf frames) {
    throw new AssertionError("nothing is sent here: " + frames);
  }

  private Echo assembler(Terms terms) {
    Echo echo = new Echo(terms);
    echo.reader()
        .sink(
            new Assembler(echo.memory(), Bytes.utf8(terms.prefix()), this, AssemblerTest::refuse));
    return echo;
  }

  private Echo account(boolean areFactsWanted) {
    Echo echo = new Echo(TERMS);
    echo.reader().sink(new Account(areFactsWanted, TIME, this, AssemblerTest::refuse));
    return echo;
  }

  @Test
  void framesAreJoinedAndTheirSizesTold() throws Violation {
    try (Echo echo = assembler(TERMS)) {
      echo.read(
          ClientFrame.text("one"),
          ClientFrame.binary(Bytes.utf8("ab")).unfinished(),
          ClientFrame.continuation("").unfinished(),
          ClientFrame.continuation("cde"),
          ClientFrame.text(""));
      assertEquals(List.of("text one [3]", "binary abcde [2, 0, 3]", "text  [0]"), told);
      assertEquals(0, echo.memory().held());
    }
  }

  @Test
  void whatWasCompressedIsToldInflated() throws Violation {
    try (Echo echo = assembler(TERMS)) {
      Deflate client = new Deflate();
      echo.read(
          ClientFrame.text(client.compress(Bytes.utf8("hello"))).rsv(4),
          ClientFrame.text(client.compress(new byte[0])).rsv(4));
      assertEquals(List.of("text hello [5]", "text  [0]"), told);
    }
  }

  @Test
  void thePrefixStandsOnceBeforeEachTextAndInItsFirstFrame() throws Violation {
    try (Echo echo = assembler(TERMS.prefix("> "))) {
      echo.read(
          ClientFrame.text("a").unfinished(),
          ClientFrame.continuation("b"),
          ClientFrame.binary(Bytes.utf8("c")),
          ClientFrame.text(""));
      assertEquals(List.of("text > ab [3, 1]", "binary c [1]", "text >  [2]"), told);
      assertEquals(2, echo.reader().sink().addedBytes());
    }
  }

  @Test
  void aMessageThatIsNotCompleteIsHeldUntilTheEnd() throws Violation {
    try (Echo echo = assembler(TERMS)) {
      echo.read(ClientFrame.text("begun").unfinished());
      assertEquals(List.of(), told);
      assertEquals(true, echo.memory().held() >= 5);
    }
  }

  @Test
  void theSizesOfManyFramesAreHeldAndBeyond4096TheyAreOne() throws Violation {
    try (Echo echo = assembler(TERMS)) {
      echo.read(ClientFrame.text("").unfinished());
      for (int i = 1; i < 16; i++) {
        echo.read(ClientFrame.continuation("").unfinished());
      }
      assertEquals(0, echo.memory().held(), "sixteen are few");
      echo.read(ClientFrame.continuation("").unfinished());
      assertEquals(32 * Integer.BYTES, echo.memory().held());
      for (int i = 17; i < 4096; i++) {
        echo.read(ClientFrame.continuation("").unfinished());
      }
      assertEquals(4096 * Integer.BYTES, echo.memory().held());
      echo.read(ClientFrame.continuation("ab").unfinished(), ClientFrame.continuation("cd"));
      int[] sizes = new int[4096];
      sizes[4095] = 4;
      assertEquals(List.of("text abcd " + Arrays.toString(sizes)), told);
      assertEquals(0, echo.memory().held());
    }
  }

  @Test
  void theSizesOfAMessageThatIsNeverCompleteAreGivenBackAtTheEnd() throws Violation {
    try (Echo echo = assembler(TERMS)) {
      echo.read(ClientFrame.text("").unfinished());
      for (int i = 1; i < 40; i++) {
        echo.read(ClientFrame.continuation("").unfinished());
      }
      assertEquals(64 * Integer.BYTES, echo.memory().held());
      echo.reader().sink().release();
      assertEquals(0, echo.memory().held());
    }
  }

  @Test
  void whoComesNextReadsOnInTheSameBuffer() throws Violation {
    try (Echo echo = assembler(TERMS)) {
      onMessage =
          () -> {
            onMessage = () -> {};
            echo.reader().sink(new Account(false, TIME, this, AssemblerTest::refuse));
          };
      echo.read(ClientFrame.text("one"), ClientFrame.text("two"), ClientFrame.text("three"));
      assertEquals(List.of("text one [3]", "text of 3", "text of 5"), told);
    }
  }

  @Test
  void thePrefixIsAddedToWhatAnEchoHolds() {
    for (Terms terms : List.of(TERMS, Terms.recoder(1000))) {
      try (Echo echo = new Echo(terms.prefix("回: "))) {
        assertEquals(5, echo.reader().sink().addedBytes());
      }
      try (Echo echo = new Echo(terms)) {
        assertEquals(0, echo.reader().sink().addedBytes());
      }
    }
  }

  @Test
  void whoIsRefusedMemoryForFramesIsToldSo() throws Violation {
    try (Echo echo = assembler(TERMS.memory(32 * Integer.BYTES - 1))) {
      echo.read(ClientFrame.text("").unfinished());
      for (int i = 1; i < 16; i++) {
        echo.read(ClientFrame.continuation("").unfinished());
      }
      assertEquals(1013, echo.fails(ClientFrame.continuation("").unfinished().bytes()).code());
    }
  }

  @Test
  void withoutFactsSizesAreTold() throws Violation {
    try (Echo echo = account(false)) {
      echo.read(
          ClientFrame.text("ab").unfinished(),
          ClientFrame.continuation("cde"),
          ClientFrame.binary(new byte[1]));
      assertEquals(List.of("text of 5", "binary of 1"), told);
      assertNull(facts);
      assertEquals(0, echo.memory().held());
    }
  }

  @Test
  void factsAreTheFramesAndADigest() throws Violation {
    ClientFrame first = ClientFrame.text("ab").unfinished().key(0x01020304);
    ClientFrame last = ClientFrame.continuation("c").key(0);
    MessageFacts expected =
        new MessageFacts(
            6 + 2 + 6 + 1,
            false,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            List.of(
                new FrameFacts(HexFormat.of().formatHex(first.header()), 1, false, false, 2),
                new FrameFacts(HexFormat.of().formatHex(last.header()), 0, true, false, 1)),
            2,
            1_000_002);
    try (Echo echo = account(true)) {
      for (int i = 0; i < 2; i++) {
        echo.read(first, last);
        assertEquals(expected, facts, "nothing of one message is told with the next");
      }
    }
  }

  @Test
  void ofMoreThanAThousandFramesTheRestIsCounted() throws Violation {
    try (Echo echo = account(true)) {
      echo.read(ClientFrame.text("a").unfinished());
      for (int i = 0; i < 1000; i++) {
        echo.read(ClientFrame.continuation("").unfinished());
      }
      echo.read(ClientFrame.continuation("b"));
      assertEquals(
          List.of(1000, 1002),
          facts == null ? null : List.of(facts.frames().size(), facts.frameCount()));
    }
  }
}
