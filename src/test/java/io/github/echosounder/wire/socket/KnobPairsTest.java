package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.behaviour.Knob;
import io.github.echosounder.behaviour.KnobException;
import io.github.echosounder.behaviour.Knobs;
import io.github.echosounder.behaviour.Pinging;
import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.behaviour.Plans;
import io.github.echosounder.behaviour.PushRate;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.ServerFrame;
import io.github.echosounder.wire.frame.Compression;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each pair of knobs, on each endpoint: what comes is what both say, and all of it ends. */
class KnobPairsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SENT = 5;
  private static final int NONE = 0;

  /** Values under which a knob acts on what is sent here; others are as in its example. */
  private static final Map<String, String> VALUES =
      Map.of(
          "drop", "100%",
          "duplicate", "100%",
          "corrupt", "100%",
          "prefix", "re:",
          "close-after", "3",
          "reset-after", "4",
          "end-after", "4",
          "stall-after", "3");

  @ParameterizedTest
  @CsvSource({
    "/, false", "/, true",
    "/ws, false", "/ws, true",
    "/ws/inspect, false", "/ws/inspect, true",
    "/ws/stream, false", "/ws/stream, true",
    "/ws/sink, false", "/ws/sink, true"
  })
  void eachPairDoesWhatBothSay(String endpoint, boolean isCompressed) throws Exception {
    List<Knob<?>> knobs = Knob.at(endpoint);
    for (int a = 0; a < knobs.size(); a++) {
      for (int b = a; b < knobs.size(); b++) {
        String query = written(knobs.get(a)) + (a == b ? "" : "&" + written(knobs.get(b)));
        live(endpoint, query, isCompressed);
      }
    }
  }

  private static String written(Knob<?> knob) {
    String value = VALUES.get(knob.name());
    return value == null ? knob.example() : knob.name() + "=" + value;
  }

  private static Plan plan(String endpoint, Knobs knobs) throws KnobException {
    return switch (endpoint) {
      case "/" -> Plans.echo(knobs, new Plan.Echo(Bytes.utf8("demo: "), Pinging.DEFAULT));
      case "/ws" -> Plans.echo(knobs, new Plan.Echo(new byte[0], Pinging.DEFAULT));
      case "/ws/inspect" -> Plans.inspection(knobs, id -> Map.of("event", "handshake"));
      case "/ws/stream" -> Plans.stream(knobs, new PushRate(1 << 20));
      default -> Plans.sink(knobs);
    };
  }

  private static void live(String endpoint, String query, boolean isCompressed) throws Exception {
    Knobs knobs = Knobs.of(query, endpoint);
    String name = endpoint + "?" + query;
    try (Loop loop = new Loop()) {
      Compression compression = isCompressed ? new Compression(true, 15, true) : null;
      LoneSocket socket = loop.open(Loop.limits(), plan(endpoint, knobs), compression);
      socket.handler().begin(Unpooled.EMPTY_BUFFER);
      loop.settle();
      socket.takes(100); // and then nothing for a while
      Deflate deflate = new Deflate();
      for (int i = 0; i < SENT; i++) {
        byte[] payload = payload(i);
        socket.send(
            isCompressed
                ? ClientFrame.of(Opcode.TEXT, deflate.compress(payload)).rsv(4)
                : ClientFrame.of(Opcode.TEXT, payload));
        loop.advance(Duration.ofMillis(100));
      }
      socket.takesAll();
      loop.advance(Duration.ofSeconds(3));
      socket.send(ClientFrame.close(4000, "done"));
      loop.advance(Duration.ofSeconds(3));
      socket.ends();
      loop.advance(Duration.ofSeconds(10));
      assertFalse(socket.isOpen(), name + ": open for ever");
      if (!knobs.has(Knob.RESET_AFTER)) {
        assertReplies(endpoint, knobs, socket, name);
        assertClose(knobs, socket, name);
      }
    }
  }

  private static byte[] payload(int i) {
    return Bytes.text("message " + i + " ", 200);
  }

  /** How many messages are answered. */
  private static int answered(Knobs knobs) {
    return knobs.has(Knob.CLOSE_AFTER) || knobs.has(Knob.STALL_AFTER)
        ? 3
        : knobs.has(Knob.END_AFTER) ? 4 : SENT;
  }

  private static void assertReplies(String endpoint, Knobs knobs, LoneSocket socket, String name)
      throws Exception {
    List<Message> messages = socket.received().messages();
    switch (endpoint) {
      case "/", "/ws" -> assertEchoes(endpoint, knobs, messages, name);
      case "/ws/inspect" -> assertAccounts(knobs, messages, name);
      case "/ws/stream" -> assertNumbers(knobs, messages, name);
      default -> {
        for (Message report : messages) {
          assertTrue(JSON.readTree(report.payload()).has("messagesPerSecond"), name);
        }
      }
    }
  }

  private static void assertEchoes(
      String endpoint, Knobs knobs, List<Message> messages, String name) {
    List<byte[]> expected = new ArrayList<>();
    if (knobs.has(Knob.GREETING)) {
      expected.add(Bytes.utf8("hello"));
    }
    String prefix = knobs.get(Knob.PREFIX, endpoint.equals("/") ? "demo: " : "");
    for (int i = 0; i < answered(knobs) && !knobs.has(Knob.DROP); i++) {
      for (int times = knobs.has(Knob.DUPLICATE) ? 2 : 1; times > 0; times--) {
        expected.add(Bytes.join(Bytes.utf8(prefix), payload(i)));
      }
    }
    assertEquals(expected.size(), messages.size(), name);
    int greetings = knobs.has(Knob.GREETING) ? 1 : 0;
    for (int i = 0; i < expected.size(); i++) {
      byte[] got = messages.get(i).payload();
      if (knobs.has(Knob.CORRUPT) && i >= greetings) {
        assertEquals(1, differences(expected.get(i), got), name);
      } else {
        assertArrayEquals(expected.get(i), got, name);
      }
    }
    if (knobs.has(Knob.DUPLICATE)) {
      for (int i = greetings; i < messages.size(); i += 2) {
        assertArrayEquals(messages.get(i).payload(), messages.get(i + 1).payload(), name);
      }
    }
    if (knobs.has(Knob.FRAGMENT)) {
      for (Message message : messages) {
        message.frames().forEach(frame -> assertTrue(frame.length() <= 16, name));
      }
    }
  }

  private static int differences(byte[] a, byte[] b) {
    assertEquals(a.length, b.length);
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }

  private static void assertAccounts(Knobs knobs, List<Message> messages, String name)
      throws Exception {
    List<String> events = new ArrayList<>();
    for (Message message : messages) {
      JsonNode told = JSON.readTree(message.payload());
      events.add(told.path("event").asText());
    }
    List<String> expected = new ArrayList<>(List.of("handshake"));
    for (int i = 0; i < answered(knobs); i++) {
      expected.add("message");
    }
    if (answered(knobs) == SENT) {
      expected.add("close");
    }
    assertEquals(expected, events, name);
  }

  private static void assertNumbers(Knobs knobs, List<Message> messages, String name)
      throws Exception {
    assertFalse(messages.isEmpty(), name);
    long number = 0;
    for (Message message : messages) {
      number++;
      boolean isText = message.opcode() == Opcode.TEXT;
      long told =
          isText
              ? JSON.readTree(message.payload()).path("seq").asLong()
              : ByteBuffer.wrap(message.payload()).getLong();
      assertEquals(number, told, name);
      assertEquals(!knobs.has(Knob.TYPE), isText, name);
      assertEquals(knobs.get(Knob.SIZE, 64L), message.payload().length, name);
    }
  }

  private static void assertClose(Knobs knobs, LoneSocket socket, String name) {
    int code = closeCode(socket.received().frames());
    if (knobs.has(Knob.CLOSE_AFTER)) {
      boolean isByCount = knobs.has(Knob.COUNT) && code == 1000;
      assertTrue(isByCount || code == knobs.get(Knob.CLOSE_CODE, 1000), name + ": " + code);
    } else if (knobs.has(Knob.END_AFTER) || knobs.has(Knob.STALL_AFTER)) {
      assertTrue(code == NONE || knobs.has(Knob.COUNT), name + ": " + code);
    } else {
      assertEquals(knobs.has(Knob.COUNT) && code == 1000 ? 1000 : 4000, code, name);
    }
  }

  private static int closeCode(List<ServerFrame> frames) {
    return frames.stream()
        .filter(frame -> frame.opcode() == Opcode.CLOSE)
        .mapToInt(ServerFrame::closeCode)
        .findFirst()
        .orElse(NONE);
  }
}
