package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One connection: plain or over TLS, compressed or not, as chance has it. */
final class Client implements AutoCloseable {

  private static final String[] OFFERS = {
    "",
    "permessage-deflate",
    "permessage-deflate; client_no_context_takeover",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
  };

  /** What is larger than the buffers on the way is sent while its echo is read. */
  private static final int LARGE = 32_768;

  private final Server server;
  private final Random random;
  private final RawSocket socket;
  private final Peer peer;
  private final Deflate deflate = new Deflate();
  private final Deflate inflate = new Deflate();
  private final boolean isCompressing;
  private final boolean forgets;
  private final int drainsBefore;
  private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);

  private Client(Dialled dialled) {
    this.server = dialled.server;
    this.random = dialled.random;
    this.socket = dialled.socket;
    this.drainsBefore = dialled.drainsBefore;
    this.peer = Peer.opened(socket, false);
    String granted = String.join(", ", peer.head().all("Sec-WebSocket-Extensions"));
    this.isCompressing = granted.startsWith("permessage-deflate") && random.nextInt(4) > 0;
    this.forgets = granted.contains("client_no_context_takeover");
    server.tally().connections().increment();
  }

  /** The handshake is on its way. */
  record Dialled(Server server, Random random, RawSocket socket, int drainsBefore) {
    Client opened() {
      try {
        return new Client(this);
      } catch (AssertionError | RuntimeException e) {
        socket.close();
        throw e;
      }
    }
  }

  static Dialled dial(Server server, Random random, String target) {
    int drainsBefore = server.drainsEnded();
    RawSocket socket = RawSocket.connect(server.target(random.nextInt(3) == 0));
    Handshake handshake = Handshake.to(target);
    String offer = OFFERS[random.nextInt(OFFERS.length)];
    if (!offer.isEmpty()) {
      handshake = handshake.with("Sec-WebSocket-Extensions", offer);
    }
    socket.send(handshake.bytes());
    return new Dialled(server, random, socket, drainsBefore);
  }

  static Client open(Server server, Random random, String target) {
    return dial(server, random, target).opened();
  }

  RawSocket socket() {
    return socket;
  }

  /** As raw bytes, behind what is still on its way. */
  void sendRaw(byte[] bytes) {
    awaitSent();
    socket.send(bytes);
  }

  void send(Message message) {
    byte[] payload = message.payload();
    int fragments = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
    ClientFrame[] frames =
        peer.message(message.opcode(), isCompressing ? compress(payload) : payload, fragments);
    if (isCompressing) {
      frames[0] = frames[0].rsv(4);
    }
    var bytes = new ByteArrayOutputStream();
    for (ClientFrame frame : frames) {
      if (random.nextInt(8) == 0) {
        bytes.writeBytes(ClientFrame.ping("amid").bytes());
      }
      bytes.writeBytes(frame.bytes());
    }
    awaitSent();
    if (bytes.size() > LARGE) {
      sending = socket.sendMeanwhile(bytes.toByteArray());
    } else {
      socket.send(bytes.toByteArray());
    }
    server.tally().messages().increment();
    server.tally().bytes().add(payload.length);
  }

  private byte[] compress(byte[] payload) {
    if (forgets) {
      deflate.forgetSent();
    }
    return deflate.compress(payload);
  }

  /** The next message; {@link Closed} where a Close comes instead. */
  Message next() {
    var payload = new ByteArrayOutputStream();
    int opcode = 0;
    boolean isCompressed = false;
    while (true) {
      ServerFrame frame = peer.frame();
      if (frame.opcode() == Opcode.CLOSE) {
        throw answered(frame);
      }
      if (Opcode.isControl(frame.opcode())) {
        if (frame.opcode() == Opcode.PING && sending.isDone()) {
          socket.send(ClientFrame.of(Opcode.PONG, frame.payload()).bytes());
        }
        continue;
      }
      if (frame.opcode() != Opcode.CONTINUATION) {
        opcode = frame.opcode();
        isCompressed = frame.compressed();
      }
      payload.writeBytes(frame.payload());
      if (frame.fin()) {
        byte[] bytes = payload.toByteArray();
        return new Message(opcode, isCompressed ? inflate.inflate(bytes) : bytes);
      }
    }
  }

  void expect(Message message) {
    Message reply = next();
    if (!reply.isSame(message)) {
      throw new AssertionError("expected " + message + " but saw " + reply);
    }
  }

  /** A Close with this code, whatever comes before it. */
  void expectClose(int code) {
    try {
      while (true) {
        next();
      }
    } catch (Closed closed) {
      if (closed.isByDrain()) {
        throw closed;
      }
      assertEquals(code, closed.code(), closed.getMessage());
    }
  }

  private Closed answered(ServerFrame close) {
    Closed closed = new Closed(close);
    if (closed.isByDrain() && !server.wasDrainedSince(drainsBefore)) {
      throw new AssertionError("no drain was asked for: " + close);
    }
    try {
      awaitSent();
      socket.send(ClientFrame.of(Opcode.CLOSE, close.payload()).bytes());
    } catch (UncheckedIOException gone) {
      // Both Closes have crossed.
    }
    socket.drain();
    return closed;
  }

  private void awaitSent() {
    try {
      sending.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException gone) {
        throw gone;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
