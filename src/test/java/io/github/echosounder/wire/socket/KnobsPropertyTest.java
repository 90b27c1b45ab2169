package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.frame.Compression;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever knobs stand together, and whatever a peer sends, takes and ends: what comes back is what
 * they say, every connection comes to its end, and nothing is held then.
 */
class KnobsPropertyTest {

  private static final Duration LONG = Duration.ofSeconds(70);

  private final List<byte[]> expected = new ArrayList<>();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  // What was asked for.
  private boolean isDropping;
  private boolean isDoubling;
  private boolean isGreeting;
  private boolean isPrefixed;
  private boolean isReset;
  private int fragment;
  private int last = Integer.MAX_VALUE;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private String query(Random random) {
    StringJoiner query = new StringJoiner("&");
    if (random.nextInt(2) == 0) {
      query.add("delay=" + random.nextInt(2_000) + "ms");
    }
    if (random.nextInt(4) == 0) {
      query.add("jitter=" + random.nextInt(500) + "ms");
    }
    if (random.nextInt(3) == 0) {
      query.add("rate=" + (1_024 + random.nextInt(50_000)));
    }
    if (random.nextInt(3) == 0) {
      fragment = 1 + random.nextInt(300);
      query.add("fragment=" + fragment);
    }
    if (random.nextInt(8) == 0) {
      isDropping = true;
      query.add("drop=1");
    }
    if (random.nextInt(4) == 0) {
      isDoubling = true;
      query.add("duplicate=100%");
    }
    if (random.nextInt(4) == 0) {
      isGreeting = true;
      query.add("greeting=hello");
    }
    if (random.nextInt(4) == 0) {
      isPrefixed = true;
      query.add("prefix=re:");
    }
    for (String end : List.of("close-after", "end-after", "stall-after", "reset-after")) {
      if (random.nextInt(6) == 0) {
        int count = 1 + random.nextInt(20);
        isReset |= end.equals("reset-after");
        last = Math.min(last, count);
        query.add(end + "=" + count);
      }
    }
    return query.toString();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatComesBackIsWhatTheKnobsSay(long seed) {
    Random random = new Random(seed);
    String query = query(random);
    Compression compression =
        random.nextInt(3) == 0 ? new Compression(true, 15, random.nextBoolean()) : null;
    try (Loop loop = new Loop()) {
      LoneSocket socket = loop.ask(Loop.limits(), query, compression);
      messages(random, compression != null);
      boolean isClosedByClient = random.nextBoolean();
      if (isClosedByClient) {
        stream.writeBytes(ClientFrame.close(4000, "done").bytes());
      }
      Cause cause = live(random, loop, socket, random.nextInt(4) == 0);
      assertEnd(socket, query, cause);
    }
  }

  private void messages(Random random, boolean isCompressed) {
    Deflate deflate = new Deflate();
    if (isGreeting) {
      expected.add(Bytes.utf8("hello"));
    }
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      byte[] payload = Bytes.text("message " + i + " 界 ", random.nextInt(3_000));
      boolean isText = random.nextBoolean();
      int opcode = isText ? Opcode.TEXT : Opcode.BINARY;
      stream.writeBytes(
          isCompressed && random.nextBoolean()
              ? ClientFrame.of(opcode, deflate.compress(payload)).rsv(4).bytes()
              : ClientFrame.of(opcode, payload).bytes());
      if (random.nextInt(5) == 0) {
        stream.writeBytes(ClientFrame.ping("p").bytes());
      }
      for (int times = isDropping || i >= last ? 0 : isDoubling ? 2 : 1; times > 0; times--) {
        expected.add(isText && isPrefixed ? Bytes.join(Bytes.utf8("re:"), payload) : payload);
      }
    }
  }

  private @Nullable Cause live(
      Random random, Loop loop, LoneSocket socket, boolean isClosedByServer) {
    byte[] bytes = stream.toByteArray();
    int closeAt = isClosedByServer ? random.nextInt(bytes.length + 1) : Integer.MAX_VALUE;
    Cause cause = null;
    for (int from = 0; from < bytes.length; ) {
      switch (random.nextInt(5)) {
        case 0 -> socket.takes(random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(5_000));
        case 1 -> loop.pass();
        case 2 -> loop.advance(Duration.ofMillis(random.nextInt(100)));
        default -> {
          if (socket.isRead() || random.nextInt(4) == 0) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(6_000));
            socket.force(Bytes.slice(bytes, from, to));
            from = to;
          }
        }
      }
      if (from >= closeAt) {
        closeAt = Integer.MAX_VALUE;
        cause = Cause.DRAIN;
        socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
      }
    }
    if (random.nextBoolean()) {
      socket.takesAll();
      loop.advance(Duration.ofMillis(random.nextInt(3_000)));
    }
    socket.ends();
    socket.takesAll();
    loop.settle();
    loop.advance(LONG);
    return cause;
  }

  private void assertEnd(LoneSocket socket, String query, @Nullable Cause closed) {
    assertFalse(socket.isOpen(), "open for ever: " + query);
    if (isReset) {
      return; // perhaps amid a frame
    }
    List<Message> messages = socket.received().messages();
    assertTrue(messages.size() <= expected.size(), query + ": more than was asked for");
    for (int i = 0; i < messages.size(); i++) {
      assertArrayEquals(expected.get(i), messages.get(i).payload(), query + ": message " + i);
      assertFragments(messages.get(i), query);
    }
    if (closed == null) {
      assertEquals(expected.size(), messages.size(), query + ": lost some");
    }
    assertEquals(messages.size(), socket.connection().messagesOut(), query + ": counted");
  }

  private void assertFragments(Message message, String query) {
    List<ServerFrame> frames = message.frames();
    for (int i = 0; fragment > 0 && i < frames.size(); i++) {
      assertTrue(frames.get(i).length() <= fragment, query);
      boolean isWhole = query.contains("rate") || i == frames.size() - 1;
      assertTrue(isWhole || frames.get(i).length() == fragment, query);
    }
  }
}
