package io.github.echosounder.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455, 5.2: headers as they are written, and read again. */
class HeadersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 8200",
    "125, 827d",
    "126, 827e007e",
    "65535, 827effff",
    "65536, 827f0000000000010000"
  })
  void aServersHeaderHasTheShortestLengthAndNoMask(int length, String hex) throws Violation {
    byte[] expected = Bytes.hex(hex);
    ByteBuf out = Unpooled.buffer();
    FrameWriter.header(out, 0x82, length);
    assertArrayEquals(expected, ByteBufUtil.getBytes(out));
    assertEquals(expected.length, FrameWriter.headerSize(length));

    ByteBuffer behind = ByteBuffer.allocate(3 + expected.length);
    FrameWriter.header(behind, 3, 0x82, length);
    assertArrayEquals(expected, Bytes.slice(behind.array(), 3, behind.capacity()));

    assertReadAgain(Sender.SERVER, expected, length, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 828004030201",
    "125, 82fd04030201",
    "126, 82fe007e04030201",
    "65535, 82feffff04030201",
    "65536, 82ff000000000001000004030201"
  })
  void aClientsHeaderEndsWithItsKey(int length, String hex) throws Violation {
    byte[] expected = Bytes.hex(hex);
    ByteBuf out = Unpooled.buffer();
    FrameWriter.maskedHeader(out, 0x82, length, 0x01020304);
    assertArrayEquals(expected, ByteBufUtil.getBytes(out));
    assertReadAgain(Sender.CLIENT, expected, length, 0x01020304);
  }

  private static void assertReadAgain(Sender sender, byte[] bytes, int length, int key)
      throws Violation {
    FrameHeader header = new FrameHeader(false, sender);
    assertEquals(0, header.parse(ByteBuffer.wrap(bytes), 0, bytes.length - 1, false));
    assertEquals(bytes.length, header.parse(ByteBuffer.wrap(bytes), 0, bytes.length, false));
    assertEquals(0x82, header.first());
    assertEquals(length, header.length());
    assertEquals(key, header.key());
    assertEquals(bytes.length, header.size());
    assertArrayEquals(bytes, header.bytes());
  }

  @Test
  void aControlFrameIsOneFrameOfSoMuchOfItsPayload() {
    ByteBuf ping = FrameWriter.control(Opcode.PING, new byte[] {1, 2, 3}, 2);
    assertArrayEquals(new byte[] {(byte) 0x89, 2, 1, 2}, ByteBufUtil.getBytes(ping));
    ping.release();
  }
}
