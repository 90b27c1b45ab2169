package io.github.echosounder.wire.reply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replies that are made of whole payloads, and leave in frames. */
class ReplyEncoderTest {

  private static final int ALL = Integer.MAX_VALUE;

  private final HeldMemory memory = new HeldMemory(1 << 20);
  private final Deflation.Compressor compressor = new Deflation.Compressor();
  private final Deflation deflation = new Deflation(compressor, 6, 15);

  @AfterEach
  void release() {
    compressor.release();
  }

  private ReplyEncoder plain() {
    return new ReplyEncoder(memory, null, 0, 0);
  }

  private static ByteBuffer payload(int bytes) {
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    for (int i = 0; i < bytes; i++) {
      payload.put(i, (byte) i);
    }
    return payload;
  }

  /** A frame as {@code first byte: length}. */
  private static List<String> frames(ByteBuf sent) {
    var frames = new ArrayList<String>();
    while (sent.isReadable()) {
      int first = sent.readUnsignedByte();
      int length = sent.readUnsignedByte();
      if (length == 126) {
        length = sent.readUnsignedShort();
      } else if (length == 127) {
        length = (int) sent.readLong();
      }
      sent.skipBytes(length);
      frames.add("%02x: %d".formatted(first, length));
    }
    sent.release();
    return frames;
  }

  private static List<String> framesOf(Reply reply) {
    List<String> frames = frames(reply.next(ALL));
    assertTrue(reply.isOver());
    reply.release();
    return frames;
  }

  @Test
  void aReplyIsOneFrameOfItsType() throws Violation {
    assertEquals(List.of("81: 5"), framesOf(plain().encode(true, payload(5))));
    assertEquals(List.of("82: 300"), framesOf(plain().encode(false, payload(300))));
    assertEquals(List.of("82: 70000"), framesOf(plain().encode(false, payload(70_000))));
    assertEquals(List.of("81: 0"), framesOf(plain().encode(true, payload(0))));
  }

  @Test
  void itsPayloadIsWhatWasGivenAndTheSourceStaysAsItWas() throws Violation {
    ByteBuffer source = payload(3);
    Reply reply = plain().encode(true, source);
    assertEquals(3, source.remaining());
    assertTrue(reply.isText());
    assertEquals(3, reply.messageBytes());
    ByteBuf sent = reply.next(ALL);
    byte[] bytes = new byte[sent.readableBytes()];
    sent.readBytes(bytes).release();
    assertArrayEquals(new byte[] {(byte) 0x81, 3, 0, 1, 2}, bytes);
    reply.release();
  }

  @Test
  void aReplyKnowsItsType() throws Violation {
    Reply reply = plain().encode(false, payload(3));
    assertFalse(reply.isText());
    reply.release();
  }

  @Test
  void framesGoAsTheyCame() throws Violation {
    assertEquals(
        List.of("02: 2", "00: 0", "80: 3"), framesOf(plain().encode(false, payload(5), 2, 0, 3)));
  }

  @Test
  void aReplyThatIsCutIsCutFromItsBeginning() throws Violation {
    ReplyEncoder cutting = new ReplyEncoder(memory, null, 2, 0);
    assertEquals(
        List.of("02: 2", "00: 2", "80: 1"), framesOf(cutting.encode(false, payload(5), 1, 4)));
  }

  @Test
  void noFrameIsLargerThanAChunk() throws Violation {
    ReplyEncoder chunks = new ReplyEncoder(memory, null, 0, 4);
    assertEquals(
        List.of("02: 4", "00: 1", "80: 2"), framesOf(chunks.encode(false, payload(7), 5, 2)));
    ReplyEncoder both = new ReplyEncoder(memory, null, 3, 4);
    assertEquals(List.of("02: 3", "80: 3"), framesOf(both.encode(false, payload(6))));
  }

  @Test
  void aReplyLeavesInPartsOfWholeFrames() throws Violation {
    ReplyEncoder cutting = new ReplyEncoder(memory, null, 2, 0);
    Reply reply = cutting.encode(false, payload(7));
    assertEquals(List.of("02: 2", "00: 2"), frames(reply.next(8)));
    assertFalse(reply.isOver());
    assertEquals(List.of("00: 2"), frames(reply.next(1)), "one at least");
    assertEquals(List.of("80: 1"), frames(reply.next(3)));
    assertTrue(reply.isOver());
    reply.release();
  }

  @Test
  void whatLeavesAtOnceHasNoMoreThanAMillionFragments() throws Violation {
    HeldMemory much = new HeldMemory(16 << 20);
    Reply reply = new ReplyEncoder(much, null, 1, 0).encode(false, payload(2 << 20));
    reply.hasten();
    assertEquals(List.of("02: 2", "00: 2"), frames(reply.next(8)));
    reply.release();
    Reply small = new ReplyEncoder(much, null, 4, 0).encode(false, payload(6));
    small.hasten();
    assertEquals(List.of("02: 4", "80: 2"), framesOf(small));
  }

  @Test
  void whatPaysIsDeflatedAndCountsByItsFrames() throws Violation {
    ReplyEncoder deflating = new ReplyEncoder(memory, deflation, 0, 0);
    ByteBuffer zeros = ByteBuffer.allocate(1000);
    Reply one = deflating.encode(true, zeros);
    assertEquals(1000, one.messageBytes());
    ByteBuf sent = one.next(ALL);
    assertEquals(0xC1, sent.getUnsignedByte(0));
    assertTrue(sent.readableBytes() < 100);
    sent.release();
    one.release();
    assertEquals(List.of("81: 63"), framesOf(deflating.encode(true, ByteBuffer.allocate(63))));
    ByteBuf atLeast = deflating.encode(true, ByteBuffer.allocate(64)).next(ALL);
    assertEquals(0xC1, atLeast.getUnsignedByte(0));
    atLeast.release();
  }

  @Test
  void whatDoesNotGetSmallerGoesAsItIs() throws Violation {
    byte[] noise = new byte[200];
    new Random(1).nextBytes(noise);
    ReplyEncoder deflating = new ReplyEncoder(memory, deflation, 0, 0);
    assertEquals(List.of("82: 200"), framesOf(deflating.encode(false, ByteBuffer.wrap(noise))));
  }

  @Test
  void ofADeflatedReplyThereAreAsManyFramesAsCame() throws Violation {
    ReplyEncoder deflating = new ReplyEncoder(memory, deflation, 0, 0);
    ByteBuffer text = payload(1000);
    int whole = deflating.encode(false, text).next(ALL).readableBytes();
    List<String> frames = framesOf(deflating.encode(false, text, 500, 0, 250, 250));
    assertEquals(4, frames.size());
    assertTrue(frames.get(0).startsWith("42: "), frames.get(0));
    assertEquals("00: 0", frames.get(1));
    assertTrue(frames.get(3).startsWith("80: "), frames.get(3));
    int sum = frames.stream().mapToInt(frame -> Integer.parseInt(frame.substring(4))).sum();
    assertEquals(whole - 4, sum, "the header of one frame has four bytes");
    int half = Integer.parseInt(frames.get(0).substring(4));
    assertEquals(sum / 2, half);
  }

  @Test
  void aReplyCountsAsHeldWithItsFramesAndAnOverhead() throws Violation {
    Reply reply = plain().encode(false, payload(100), 50, 50);
    assertEquals(100 + 2 * 4 + 256, reply.heldBytes());
    assertEquals(reply.heldBytes(), memory.held());
    reply.release();
  }

  @Test
  void whoIsRefusedMemoryHoldsNone() {
    HeldMemory little = new HeldMemory(100 + 4 + 256 - 1);
    Violation refused =
        assertThrows(
            Violation.class,
            () -> new ReplyEncoder(little, null, 0, 0).encode(false, payload(100)));
    assertTrue(String.valueOf(refused.getMessage()).contains("too many replies"));
    assertEquals(0, little.held());
  }
}
