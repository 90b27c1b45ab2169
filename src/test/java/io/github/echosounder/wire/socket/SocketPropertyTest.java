package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Replies;
import io.github.echosounder.wire.frame.Compression;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a peer sends, takes and ends, in whatever order, and whenever this server closes: what
 * goes back is what came, as far as it goes back; in the end TCP has ended and nothing is held.
 */
class SocketPropertyTest {

  private static final String PREFIX = "回: ";
  private static final long MUCH = 64 << 20;
  private static final Set<Cause> ENDS =
      EnumSet.of(
          Cause.CLIENT_CLOSE, Cause.TCP_END, Cause.AGE, Cause.SLOW_READER, Cause.HELD_MEMORY);

  private final List<byte[]> sent = new ArrayList<>();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private @Nullable Cause cause;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyConnectionComesToItsEndAndLosesNothingBefore(long seed) {
    Random random = new Random(seed);
    String prefix = random.nextInt(3) == 0 ? PREFIX : "";
    boolean isCompressed = random.nextInt(3) == 0;
    try (Loop loop = new Loop(random.nextInt(4) == 0 ? random.nextInt(20_000) : MUCH)) {
      LoneSocket socket =
          loop.open(
              Loop.limits().relayFrameBytes(1 + random.nextInt(3000)),
              prefix,
              isCompressed ? new Compression(true, 15, random.nextBoolean()) : null);
      messages(random, prefix, isCompressed);
      boolean isClosedByClient = random.nextBoolean();
      if (isClosedByClient) {
        stream.writeBytes(ClientFrame.close(4000, "done").bytes());
      }
      boolean isClosedByServer = random.nextInt(3) == 0;
      live(random, loop, socket, isClosedByServer);
      assertEnd(loop, socket, isClosedByClient, cause);
    }
  }

  private void messages(Random random, String prefix, boolean isCompressed) {
    Deflate deflate = new Deflate();
    for (int i = random.nextInt(40); i > 0; i--) {
      byte[] payload = Bytes.text("message " + i + " 界 ", random.nextInt(4000));
      boolean isText = random.nextBoolean();
      ClientFrame frame =
          isCompressed && random.nextBoolean()
              ? ClientFrame.of(isText ? Opcode.TEXT : Opcode.BINARY, deflate.compress(payload))
                  .rsv(4)
              : ClientFrame.of(isText ? Opcode.TEXT : Opcode.BINARY, payload);
      stream.writeBytes(frame.bytes());
      if (random.nextInt(5) == 0) {
        stream.writeBytes(ClientFrame.ping("p").bytes());
      }
      sent.add(isText ? Bytes.join(Bytes.utf8(prefix), payload) : payload);
    }
  }

  private void live(Random random, Loop loop, LoneSocket socket, boolean isClosedByServer) {
    byte[] bytes = stream.toByteArray();
    int closeAt = isClosedByServer ? random.nextInt(bytes.length + 1) : Integer.MAX_VALUE;
    for (int from = 0; from < bytes.length; ) {
      switch (random.nextInt(4)) {
        case 0 -> socket.takes(random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(5000));
        case 1 -> loop.pass();
        default -> {
          if (socket.isRead() || random.nextInt(4) == 0) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(6000));
            socket.force(Bytes.slice(bytes, from, to));
            from = to;
          }
        }
      }
      if (from >= closeAt) {
        closeAt = Integer.MAX_VALUE;
        close(random, socket);
      }
    }
    if (random.nextBoolean()) {
      socket.takesAll();
      socket.ends();
    } else {
      socket.ends();
      socket.takesAll();
    }
    loop.settle();
  }

  private void close(Random random, LoneSocket socket) {
    cause = Cause.AGE;
    ServerClose close = new ServerClose(Cause.AGE, 1001, "old");
    if (random.nextBoolean()) {
      socket.handler().close(close);
    } else {
      socket.handler().closeAtBoundary(close);
    }
  }

  private void assertEnd(
      Loop loop, LoneSocket socket, boolean isClosedByClient, @Nullable Cause closed) {
    assertFalse(socket.isOpen());
    if (loop.memory().limit() < MUCH) {
      // A reply that there is no memory for may end TCP amid a frame.
      assertTrue(ENDS.contains(socket.verdict().cause()), socket.verdict().toString());
      return;
    }
    Replies replies = socket.received();
    List<Message> messages = replies.messages();
    assertTrue(messages.size() <= sent.size());
    for (int i = 0; i < messages.size(); i++) {
      assertArrayEquals(sent.get(i), messages.get(i).payload(), "message " + i);
    }
    Cause ended = socket.verdict().cause();
    if (closed == null || ended == Cause.CLIENT_CLOSE) {
      assertEquals(sent.size(), messages.size());
      assertEquals(isClosedByClient ? Cause.CLIENT_CLOSE : Cause.TCP_END, ended);
    }
    long answered =
        loop.traffic().messages(Count.TEXT_OUT) + loop.traffic().messages(Count.BINARY_OUT);
    assertEquals(messages.size(), answered, "counted as answered");
    if (ended == Cause.CLIENT_CLOSE || ended == Cause.AGE) {
      var last = replies.frames().get(replies.frames().size() - 1);
      assertEquals(socket.verdict().code(), last.closeCode());
    }
  }
}
