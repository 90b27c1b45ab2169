package io.github.echosounder.wire.reply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Replies;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Echo.Terms;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the messages, their fragments, masks and cuts, and whatever was agreed on: what goes
 * back is what should, in order, and nothing is held in the end.
 */
class EchoPropertyTest {

  private static final class Sent {
    private final int opcode;
    private final byte[] payload;
    private final List<Integer> fragments;
    private final boolean isCompressed;

    Sent(int opcode, byte[] payload, List<Integer> fragments, boolean isCompressed) {
      this.opcode = opcode;
      this.payload = payload;
      this.fragments = fragments;
      this.isCompressed = isCompressed;
    }

    /** Then its first block is not known in time: from here on all is compressed again. */
    boolean beginsEmptyAndCompressed() {
      return isCompressed && fragments.size() > 1 && fragments.get(0) == 0;
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatGoesBackIsWhatShould(long seed) throws Violation {
    Random random = new Random(seed);
    Terms terms = terms(random);
    var sent = new ArrayList<Sent>();
    var order = new ArrayList<String>();
    var stream = new ByteArrayOutputStream();
    Deflate deflate = new Deflate();
    for (int i = 1 + random.nextInt(10); i > 0; i--) {
      message(random, terms, deflate, sent, order, stream);
    }
    try (Echo echo = new Echo(terms)) {
      if (random.nextBoolean()) {
        echo.withoutHeadroom();
      }
      if (random.nextInt(3) == 0) {
        echo.allowance(1 + random.nextInt(3000));
      }
      readInPieces(random, echo, stream.toByteArray());
      assertEquals(0, echo.memory().held(), "between messages");
      assertReplies(terms, sent, order, echo.replies());
    }
  }

  private static Terms terms(Random random) {
    int relayFrameBytes = 1 + random.nextInt(random.nextBoolean() ? 40 : 4000);
    String prefix = random.nextInt(3) == 0 ? "接收数据: " : "";
    if (random.nextBoolean()) {
      Terms relay = Terms.relay(relayFrameBytes);
      return prefix.isEmpty() && random.nextBoolean()
          ? relay.serverWindowBits(15)
          : relay.prefix(prefix);
    }
    int bits = random.nextInt(4) == 0 ? 0 : 8 + random.nextInt(8);
    return Terms.recoder(relayFrameBytes).prefix(prefix).serverWindowBits(bits);
  }

  private static void message(
      Random random,
      Terms terms,
      Deflate deflate,
      List<Sent> sent,
      List<String> order,
      ByteArrayOutputStream stream) {
    int size = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(3000);
    boolean isText = random.nextBoolean();
    byte[] payload =
        isText || random.nextBoolean()
            ? Bytes.text("échos 回声 🐬 " + random.nextInt(9), size)
            : Bytes.noise(size, random.nextLong());
    boolean isCompressed = terms.isCompressionGranted() && random.nextInt(3) > 0;
    byte[] wire = isCompressed ? deflate.compress(payload) : payload;
    int opcode = isText ? Opcode.TEXT : Opcode.BINARY;
    var fragments = new ArrayList<Integer>();
    int from = 0;
    for (int left = random.nextInt(4); left >= 0; left--) {
      int to = left == 0 ? wire.length : from + random.nextInt(wire.length - from + 1);
      ClientFrame frame =
          ClientFrame.of(fragments.isEmpty() ? opcode : 0, Bytes.slice(wire, from, to));
      frame = fragments.isEmpty() && isCompressed ? frame.rsv(4) : frame;
      stream.writeBytes((left > 0 ? frame.unfinished() : frame).bytes());
      fragments.add(to - from);
      from = to;
      if (left > 0 && random.nextInt(4) == 0) {
        ping(random, order, stream);
      }
    }
    order.add("message " + sent.size());
    sent.add(new Sent(opcode, payload, fragments, isCompressed));
    if (random.nextInt(4) == 0) {
      ping(random, order, stream);
    }
  }

  private static void ping(Random random, List<String> order, ByteArrayOutputStream stream) {
    byte[] payload = Bytes.noise(random.nextInt(126), random.nextLong());
    order.add("control " + Bytes.show(payload));
    stream.writeBytes(ClientFrame.of(Opcode.PING, payload).bytes());
  }

  private static void readInPieces(Random random, Echo echo, byte[] bytes) throws Violation {
    int largest = 1 + random.nextInt(bytes.length < 3000 ? 20 : 5000);
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(largest));
      echo.read(Bytes.slice(bytes, from, to));
      from = to;
    }
  }

  private static void assertReplies(
      Terms terms, List<Sent> sent, List<String> order, Replies replies) {
    assertEquals(order, replies.order());
    boolean isRelayed = terms.isRelayed();
    for (int i = 0; i < sent.size(); i++) {
      Sent message = sent.get(i);
      Message reply = replies.messages().get(i);
      byte[] prefix = message.opcode == Opcode.TEXT ? Bytes.utf8(terms.prefix()) : new byte[0];
      assertEquals(message.opcode, reply.opcode(), "message " + i);
      assertArrayEquals(Bytes.join(prefix, message.payload), reply.payload(), "message " + i);
      isRelayed &= !message.beginsEmptyAndCompressed();
      boolean mayBeSplit =
          message.fragments.stream().anyMatch(length -> length > terms.relayFrameBytes())
              || (!isRelayed && prefix.length + message.payload.length > terms.relayFrameBytes());
      if (!mayBeSplit) {
        assertEquals(message.fragments.size(), reply.frames().size(), "fragments of " + i);
      }
      if (!mayBeSplit && prefix.length == 0 && !message.isCompressed && !reply.compressed()) {
        assertEquals(message.fragments, reply.frames().stream().map(ServerFrame::length).toList());
      }
    }
  }
}
