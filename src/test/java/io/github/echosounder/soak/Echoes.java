package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.RawSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What is sent comes back, as the knobs have it. */
final class Echoes {

  private static final int[] EDGES = {0, 1, 125, 126, 127, 16_384, 65_535, 65_536, 65_537};
  private static final int SMALL = 8_000;
  private static final int LARGEST = 3 << 20;
  private static final String PREFIX = "接收数据: ";

  /** With these everything comes back, sooner or later. */
  private static final String[] EXACT = {
    "", "", "", "?delay=20ms&jitter=10ms", "?fragment=64", "?fragment=1000&delay=5ms",
    "?rate=1MiB", "?ping=100ms", "?pong=off", "?compress=off", "?drop=0", "?label=a-soak-client"
  };

  private final Server server;
  private final Random random;

  Echoes(Server server, Random random) {
    this.server = server;
    this.random = random;
  }

  void exactly() {
    String knobs = EXACT[random.nextInt(EXACT.length)];
    boolean isRoot = knobs.isEmpty() && random.nextBoolean();
    try (Client client = Client.open(server, random, isRoot ? "/" : "/ws" + knobs)) {
      String prefix = isRoot ? PREFIX : "";
      for (int i = random.nextInt(4); i >= 0; i--) {
        batch(client, prefix, 1 + random.nextInt(8));
      }
      if (knobs.isEmpty() && random.nextInt(4) == 0) {
        large(client, prefix);
      }
      new Endings(client, random).any();
    }
  }

  private void batch(Client client, String prefix, int count) {
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(send(client, random.nextInt(SMALL)));
    }
    for (Message each : sent) {
      client.expect(each.prefixed(prefix));
    }
  }

  private void large(Client client, String prefix) {
    int size = random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(LARGEST);
    Message sent = send(client, size);
    if (random.nextInt(4) == 0) {
      RawSocket.pause(200); // a slow reader
    }
    client.expect(sent.prefixed(prefix));
  }

  private Message send(Client client, int size) {
    Message sent;
    if (random.nextBoolean()) {
      sent = new Message(Opcode.TEXT, Bytes.text("naïve 回声 🐟 " + random.nextInt(), size));
    } else {
      sent = new Message(Opcode.BINARY, Bytes.noise(size, random.nextLong()));
    }
    client.send(sent);
    return sent;
  }

  /** Each in its order, none more often than it may. */
  void dropsAndDuplicates() {
    boolean drops = random.nextBoolean();
    String knobs = drops ? "drop=50%25&seed=" : "duplicate=50%25&seed=";
    try (Client client = Client.open(server, random, "/ws?" + knobs + random.nextInt())) {
      int count = 1 + random.nextInt(20);
      for (int i = 0; i < count; i++) {
        client.send(Message.text("number " + i));
      }
      client.sendRaw(ClientFrame.close().bytes());
      int[] seen = new int[count];
      int last = 0;
      try {
        while (true) {
          String text = client.next().text();
          int number = Integer.parseInt(text.substring("number ".length()));
          assertEquals(true, number >= last, "out of order: " + text + " behind " + last);
          last = number;
          seen[number]++;
        }
      } catch (Closed closed) {
        if (closed.isByDrain()) {
          throw closed;
        }
        assertEquals(1005, closed.code());
      }
      int least = drops ? 0 : 1;
      int most = drops ? 1 : 2;
      assertEquals(
          0,
          Arrays.stream(seen).filter(times -> times < least || times > most).count(),
          () -> knobs + " gave " + Arrays.toString(seen));
    }
  }

  void corrupt() {
    try (Client client = Client.open(server, random, "/ws?corrupt=1")) {
      byte[] payload = Bytes.noise(1 + random.nextInt(SMALL), random.nextLong());
      client.send(Message.binary(payload));
      byte[] reply = client.next().payload();
      assertEquals(payload.length, reply.length);
      int at = Arrays.mismatch(payload, reply);
      assertEquals(true, at >= 0, "not corrupt");
      payload[at] = reply[at];
      assertEquals(-1, Arrays.mismatch(payload, reply));
      new Endings(client, random).any();
    }
  }

  /** Replies pile up until this client reads again. */
  void readLate() {
    try (Client client = Client.open(server, random, "/ws")) {
      Message sent = send(client, LARGEST);
      RawSocket.pause(100 + random.nextInt(400));
      if (random.nextBoolean()) {
        client.socket().reset();
      } else {
        client.expect(sent);
      }
    }
  }

  /** The server ends it, in each of its ways. */
  void endedByKnob() {
    String how =
        switch (random.nextInt(4)) {
          case 0 -> "close-after=3&close-code=4001&close-reason=enough";
          case 1 -> "reset-after=3";
          case 2 -> "end-after=3";
          default -> "stall-after=3";
        };
    try (Client client = Client.open(server, random, "/ws?" + how)) {
      for (int i = 0; i < 3; i++) {
        client.send(Message.text("message " + i));
      }
      if (how.startsWith("close")) {
        client.expectClose(4001);
      } else if (how.startsWith("stall")) {
        RawSocket.pause(random.nextInt(200));
        client.socket().reset();
      } else {
        client.socket().drain();
      }
    }
  }
}
