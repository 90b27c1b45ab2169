package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ReferenceInflater;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 7.2.1: compression. */
class DeflationTest {

  private static final int[] LENGTHS = {0, 1, 5, 63, 255, 256, 257, 4000, 32_768, 40_000, 200_000};

  private final Deflation.Compressor compressor = new Deflation.Compressor();

  @AfterEach
  void release() {
    compressor.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void noReferenceReachesFartherBackThanTheWindow(int windowBits) {
    Deflation deflation = new Deflation(compressor, 9, windowBits);
    for (int length : LENGTHS) {
      byte[] payload = Bytes.text("a text that repeats itself, again and again. ", length);
      ReferenceInflater inflater = new ReferenceInflater(windowBits);
      assertArrayEquals(payload, inflater.message(deflated(deflation, payload)), "of " + length);
      assertFalse(inflater.sawFinalBlock());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void eachLevelOfEachKindOfPayloadInflatesToWhatItWas(int level) {
    Deflation deflation = new Deflation(compressor, level, 15);
    for (int length : LENGTHS) {
      for (byte[] payload : new byte[][] {Bytes.noise(length, 1), new byte[length]}) {
        byte[] deflated = deflated(deflation, payload);
        assertArrayEquals(payload, new ReferenceInflater(15).message(deflated), "of " + length);
        assertFalse(endsWithTail(deflated), "7.2.1: the tail is taken away");
      }
    }
  }

  @Test
  void anEmptyPayloadIsOneEmptyBlock() {
    assertArrayEquals(new byte[1], deflated(new Deflation(compressor, 6, 15), new byte[0]));
  }

  @Test
  void everyMessageStandsForItself() {
    Deflation deflation = new Deflation(compressor, 6, 15);
    byte[] payload = Bytes.text("the same again ", 1000);
    byte[] first = deflated(deflation, payload);
    assertArrayEquals(first, deflated(deflation, payload));
    assertTrue(first.length < 100);
  }

  @Test
  void theFramesOfAMessageInflateAsOne() {
    Deflation deflation = new Deflation(compressor, 6, 15);
    ByteBuf out = Unpooled.buffer();
    byte[] first = Bytes.text("first ", 5000);
    byte[] second = Bytes.noise(70_000, 1);
    deflation.deflate(ByteBuffer.wrap(first), false, out);
    deflation.deflate(ByteBuffer.wrap(new byte[0]), false, out);
    deflation.deflate(ByteBuffer.wrap(second), false, out);
    deflation.deflate(ByteBuffer.wrap(new byte[0]), true, out);
    assertArrayEquals(
        Bytes.join(first, second), new ReferenceInflater(15).message(ByteBufUtil.getBytes(out)));
  }

  @Test
  void aCompressorServesDifferentLevelsAndWindowsInTurn() {
    byte[] payload = Bytes.text("served in turn ", 100_000);
    for (int i = 0; i < 20; i++) {
      int bits = 8 + i % 8;
      byte[] deflated = deflated(new Deflation(compressor, i % 10, bits), payload);
      assertArrayEquals(payload, new ReferenceInflater(bits).message(deflated), "run " + i);
    }
  }

  /** Where the output ends just where the compressor's memory does. */
  @Test
  void outputOfAnyLengthIsDrainedToItsEnd() {
    Deflation deflation = new Deflation(compressor, 0, 15);
    for (int length = 16 * 1024 - 40; length < 16 * 1024 + 10; length++) {
      byte[] payload = Bytes.noise(length, length);
      byte[] deflated = deflated(deflation, payload);
      assertArrayEquals(payload, new ReferenceInflater(15).message(deflated), "of " + length);
    }
  }

  @Test
  void whatLiesInTheOutputAlreadyStays() {
    ByteBuf out = Unpooled.buffer().writeBytes(Bytes.hex("01 02"));
    new Deflation(compressor, 6, 15).deflate(ByteBuffer.wrap(new byte[0]), true, out);
    assertEquals("010200", ByteBufUtil.hexDump(out));
  }

  private static byte[] deflated(Deflation deflation, byte[] payload) {
    ByteBuf out = Unpooled.buffer();
    deflation.deflate(ByteBuffer.wrap(payload), true, out);
    return ByteBufUtil.getBytes(out);
  }

  private static boolean endsWithTail(byte[] bytes) {
    return bytes.length >= 4
        && Bytes.show(Bytes.slice(bytes, bytes.length - 4, bytes.length)).equals("[00 00 ff ff]");
  }
}
