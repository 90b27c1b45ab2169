package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455, 5.2 and 5.4: frames mean the same however TCP cuts them. */
class ArrivalTest {

  private static final Deflate DEFLATE = new Deflate();

  /** Each kind of frame, and each form of the length but the longest. */
  private static final byte[] STREAM =
      ClientFrame.bytes(
          ClientFrame.text("Hello, 世界"),
          ClientFrame.ping("are you there?"),
          ClientFrame.binary(new byte[0]),
          ClientFrame.of(Opcode.TEXT, Bytes.hex("61 e4")).unfinished(),
          ClientFrame.of(Opcode.PONG, new byte[0]),
          ClientFrame.of(Opcode.CONTINUATION, Bytes.hex("bd")).unfinished(),
          ClientFrame.of(Opcode.CONTINUATION, Bytes.hex("a0 61")),
          ClientFrame.binary(Bytes.noise(130, 1)),
          ClientFrame.of(Opcode.TEXT, DEFLATE.compress(Bytes.text("packed 界", 300))).rsv(4),
          ClientFrame.of(Opcode.BINARY, DEFLATE.compress(new byte[0])).rsv(4),
          ClientFrame.of(Opcode.TEXT, DEFLATE.compress(Bytes.text("packed 界", 90))).rsv(4),
          ClientFrame.of(Opcode.PING, Bytes.noise(125, 2)),
          ClientFrame.close(4000, "done"));

  private static final Reading WHOLE = Reading.inflating().read(STREAM);

  @Test
  void theStreamSaysWhatItShould() {
    assertEquals(8, WHOLE.messages().size() + 1);
    assertEquals("close 4000 done", WHOLE.told().get(WHOLE.told().size() - 1));
  }

  @Test
  void aStreamCutInTwoAnywhereTellsTheSame() {
    for (int cut = 0; cut <= STREAM.length; cut++) {
      Reading reading = Reading.inflating();
      reading.read(Bytes.slice(STREAM, 0, cut)).read(Bytes.slice(STREAM, cut, STREAM.length));
      assertSame(reading, "cut at " + cut);
    }
  }

  @Test
  void aStreamInPiecesOfAnySizeTellsTheSame() {
    for (int size = 1; size < 40; size++) {
      Reading reading = Reading.inflating();
      for (int from = 0; from < STREAM.length; from += size) {
        reading.read(Bytes.slice(STREAM, from, Math.min(STREAM.length, from + size)));
      }
      assertSame(reading, "pieces of " + size);
    }
  }

  @Test
  void aStreamReadInTurnsOfAnyLengthTellsTheSame() throws Violation {
    for (int allowance = 1; allowance < 600; allowance += 7) {
      Reading reading = Reading.inflating();
      assertTrue(reading.readInTurns(STREAM, allowance) > 1);
      assertSame(reading, "allowance of " + allowance);
    }
  }

  @Test
  void emptyReadsChangeNothing() {
    Reading reading = Reading.inflating();
    for (byte next : STREAM) {
      reading.read("").read(new byte[] {next});
    }
    assertSame(reading, "with empty reads between");
  }

  static Stream<String> wrong() {
    return Stream.of(
        "81 82 00000000 c3 28",
        "81 fe 007f 00000000" + "61".repeat(126) + "ff",
        "88 83 01020304 028bfc",
        "82 fe 007d 00000000",
        "82 ff 000000000000ffff 00000000",
        "01 81 00000000 61  81 80 00000000",
        "89 80 00000000  80 80 00000000",
        "88 81 00000000 03",
        "c1 82 00000000 ffff",
        "c2 80 00000000",
        "91 80");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsToldAlikeHoweverItIsCut(String hex) {
    byte[] bytes = Bytes.hex(hex);
    Violation whole = Reading.inflating().fails(bytes);
    for (int size = 1; size < bytes.length; size++) {
      Reading reading = Reading.inflating();
      int pieces = size;
      Violation cut = assertThrows(Violation.class, () -> readInPieces(reading, bytes, pieces));
      assertEquals(whole.code(), cut.code(), hex);
      assertEquals(whole.reason(), cut.reason(), hex);
    }
  }

  private static void readInPieces(Reading reading, byte[] bytes, int size) throws Violation {
    for (int from = 0; from < bytes.length; from += size) {
      byte[] piece = Bytes.slice(bytes, from, Math.min(bytes.length, from + size));
      reading.readInTurns(piece, Integer.MAX_VALUE);
    }
  }

  private static void assertSame(Reading reading, String how) {
    assertEquals(WHOLE.told(), reading.told(), how);
    assertEquals(WHOLE.messages(), reading.messages(), how);
  }

  @Test
  void nothingOfAMessageIsAddedToTheNext() {
    assertEquals(
        List.of("text 1", "text 2"),
        Reading.plain().read("81 81 00000000 61  81 82 00000000 6162").messages());
  }
}
