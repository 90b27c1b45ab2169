package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** The endpoints that are no echo, and what is let in nowhere. */
final class Others {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Server server;
  private final Random random;

  Others(Server server, Random random) {
    this.server = server;
    this.random = random;
  }

  void inspect() {
    try (Client client = Client.open(server, random, "/ws/inspect")) {
      String handshake = client.next().text();
      assertTrue(handshake.contains("Sec-WebSocket-Key"), handshake);
      byte[] payload = Bytes.noise(random.nextInt(100_000), random.nextLong());
      client.send(Message.binary(payload));
      String account = client.next().text();
      // Pings that were sent amid it are told of first.
      while (!account.contains("sha256")) {
        account = client.next().text();
      }
      assertTrue(account.contains(sha256(payload)), account);
      new Endings(client, random).any();
    }
  }

  void stream() {
    boolean isFull = random.nextBoolean();
    int count = 1 + random.nextInt(isFull ? 60 : 200);
    String query =
        isFull ? "until-full&size=64KiB" : "rate=2000&size=" + (16 + random.nextInt(2000));
    String target = "/ws/stream?type=binary&count=" + count + "&" + query;
    try (Client client = Client.open(server, random, target)) {
      for (int i = 1; i <= count; i++) {
        assertEquals(i, ByteBuffer.wrap(client.next().payload()).getLong(), target);
        if (random.nextInt(100) == 0) {
          RawSocket.pause(random.nextInt(200)); // a slow reader
        }
        if (random.nextInt(200) == 0) {
          client.socket().reset();
          return;
        }
      }
      client.expectClose(1000);
    }
  }

  void sink() {
    try (Client client = Client.open(server, random, "/ws/sink")) {
      int count = 1 + random.nextInt(20);
      for (int i = 0; i < count; i++) {
        client.send(Message.binary(Bytes.noise(random.nextInt(200_000), i)));
      }
      client.sendRaw(ClientFrame.close(1000).bytes());
      String last = "";
      try {
        while (true) {
          last = client.next().text();
        }
      } catch (Closed closed) {
        if (closed.isByDrain()) {
          throw closed;
        }
        assertEquals(1000, closed.code());
      }
      assertEquals(count, JSON.readTree(last).path("messages").asInt(), last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void refuse() {
    switch (random.nextInt(4)) {
      case 0 -> answer(Handshake.to("/ws/refuse?status=418&after=50ms&retry-after=3"), 418);
      case 1 -> answer(Handshake.to("/ws/refuse?accept=wrong"), 101);
      case 2 -> goneAfter(Handshake.to("/ws/refuse?hang"));
      default -> goneAfter(Handshake.to("/ws/refuse?after=60s"));
    }
  }

  void wrongHandshake() {
    switch (random.nextInt(3)) {
      case 0 -> answer(Handshake.to("/ws?delai=1s"), 400);
      case 1 -> answer(Handshake.to("/ws").without("Upgrade"), 426);
      default -> answer(Handshake.to("/ws").replacing("Sec-WebSocket-Version", "7"), 426);
    }
  }

  private void answer(Handshake handshake, int status) {
    try (RawSocket socket = connect()) {
      socket.send(handshake.bytes());
      assertEquals(status, socket.readHead().status());
    }
  }

  private void goneAfter(Handshake handshake) {
    try (RawSocket socket = connect()) {
      socket.send(handshake.bytes());
      RawSocket.pause(random.nextInt(300));
      if (random.nextBoolean()) {
        socket.reset();
      }
    }
  }

  void halfAHandshake() {
    byte[] handshake = Handshake.to("/ws").bytes();
    try (RawSocket socket = connect()) {
      socket.send(Bytes.slice(handshake, 0, random.nextInt(handshake.length)));
      switch (random.nextInt(16)) {
        case 0 -> socket.drain(); // until the server has waited long enough
        case 1, 2, 3, 4 -> socket.reset();
        default -> RawSocket.pause(random.nextInt(50));
      }
    }
  }

  /** Neither HTTP nor TLS. */
  void garbage() {
    try (RawSocket socket = RawSocket.connect(server.target(false))) {
      socket.send(Bytes.noise(1 + random.nextInt(500), random.nextLong()));
      socket.finish();
      socket.drain();
    }
  }

  void pages() {
    for (String path :
        new String[] {
          "/", "/metrics", "/api/info", "/api/connections", "/api/refusals", "/q/health/live"
        }) {
      assertEquals(200, server.request("GET", path).status(), path);
    }
  }

  private RawSocket connect() {
    return RawSocket.connect(server.target(random.nextInt(3) == 0));
  }

  private static String sha256(byte[] payload) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
