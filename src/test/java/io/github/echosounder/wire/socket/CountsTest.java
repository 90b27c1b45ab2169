package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.wire.client.Deflate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted of messages and replies, of all connections and of each. */
class CountsTest {

  private final Loop loop = new Loop();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  /** With an empty query replies go back as they came, with the others they wait or are made. */
  @ParameterizedTest
  @ValueSource(strings = {"", "delay=0s", "rate=1M", "fragment=2"})
  void messagesAndBytesAreCountedEachWayByTheirType(String query) {
    LoneSocket socket = loop.ask(query);
    socket.send(text("three"), binary(new byte[10]), text("more"));
    assertEquals(3, socket.received().messages().size());
    for (Count count : new Count[] {Count.TEXT_IN, Count.TEXT_OUT}) {
      assertEquals(2, loop.traffic().messages(count), count.toString());
      assertEquals(9, loop.traffic().bytes(count), count.toString());
    }
    for (Count count : new Count[] {Count.BINARY_IN, Count.BINARY_OUT}) {
      assertEquals(1, loop.traffic().messages(count), count.toString());
      assertEquals(10, loop.traffic().bytes(count), count.toString());
    }
    assertEquals(3, socket.connection().messagesIn());
    assertEquals(19, socket.connection().bytesIn());
    assertEquals(3, socket.connection().messagesOut());
    assertEquals(19, socket.connection().bytesOut());
  }

  @Test
  void ofCompressedMessagesTheBytesOnTheWireAndTheInflatedOnesAreCounted() {
    byte[] compressed = new Deflate().compress(new byte[10_000]);
    loop.openCompressed().send(binary(compressed).rsv(4), text("not compressed"));
    assertEquals(compressed.length, loop.traffic().compressedBytes());
    assertEquals(10_000, loop.traffic().inflatedBytes());
  }
}
