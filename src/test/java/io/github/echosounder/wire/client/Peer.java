package io.github.echosounder.wire.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** An open WebSocket connection, seen from the client. */
public final class Peer implements AutoCloseable {
  private final RawSocket socket;
  private final ResponseHead head;
  private final FrameReader reader;
  private final Deflate deflate = new Deflate();
  private final boolean compressing;
  private final Queue<ServerFrame> pongs = new ArrayDeque<>();
  private final Queue<Message> messages = new ArrayDeque<>();
  private final List<ServerFrame> unfinished = new ArrayList<>();

  private Peer(RawSocket socket, ResponseHead head, boolean compressing) {
    this.socket = socket;
    this.head = head;
    this.compressing = compressing;
    this.reader = new FrameReader(socket::read, !head.all("Sec-WebSocket-Extensions").isEmpty());
  }

  /**
   * Compressing: messages sent by this peer are deflated; permessage-deflate must then be granted.
   */
  public static Peer open(RawSocket socket, Handshake handshake, boolean compressing) {
    socket.send(handshake.bytes());
    return opened(socket, compressing);
  }

  /** Where the handshake has been sent already: reads the answer, which must be 101. */
  public static Peer opened(RawSocket socket, boolean compressing) {
    ResponseHead head = socket.readHead();
    if (head.status() != 101) {
      throw new AssertionError("refused: " + head);
    }
    if (compressing && head.all("Sec-WebSocket-Extensions").isEmpty()) {
      throw new AssertionError("permessage-deflate was not granted: " + head);
    }
    return new Peer(socket, head, compressing);
  }

  public ResponseHead head() {
    return head;
  }

  public RawSocket socket() {
    return socket;
  }

  public void send(ClientFrame... frames) {
    socket.send(ClientFrame.bytes(frames));
  }

  public CompletableFuture<Void> sendMeanwhile(ClientFrame... frames) {
    return socket.sendMeanwhile(ClientFrame.bytes(frames));
  }

  /** One message, compressed on a compressing peer. */
  public void sendMessage(int opcode, byte[] payload) {
    send(message(opcode, payload, 1));
  }

  /** The frames of one message in this many fragments, compressed on a compressing peer. */
  public ClientFrame[] message(int opcode, byte[] payload, int fragments) {
    byte[] wire = compressing ? deflate.compress(payload) : payload;
    var frames = new ClientFrame[fragments];
    for (int i = 0; i < fragments; i++) {
      byte[] part =
          Bytes.slice(
              wire,
              (int) ((long) wire.length * i / fragments),
              (int) ((long) wire.length * (i + 1) / fragments));
      var frame = ClientFrame.of(i == 0 ? opcode : Opcode.CONTINUATION, part);
      frame = i == 0 && compressing ? frame.rsv(4) : frame;
      frames[i] = i < fragments - 1 ? frame.unfinished() : frame;
    }
    return frames;
  }

  /** The next frame as it is: for tests that read the wire and not messages. */
  public ServerFrame frame() {
    return reader.next();
  }

  /** The first frame of a message, or the next one of it; the message is read later. */
  public ServerFrame fragment() {
    ServerFrame frame = reader.next();
    if (Opcode.isControl(frame.opcode())) {
      throw new AssertionError("expected a fragment but saw " + frame);
    }
    take(frame);
    return frame;
  }

  /** The next whole message; pongs that come in between are kept for {@link #pong}. */
  public Message message() {
    while (messages.isEmpty()) {
      take(reader.next());
    }
    return messages.remove();
  }

  /** The next pong; what comes of messages in between is kept for {@link #message}. */
  public ServerFrame pong() {
    while (pongs.isEmpty()) {
      take(reader.next());
    }
    return pongs.remove();
  }

  private void take(ServerFrame frame) {
    if (frame.opcode() == Opcode.PONG) {
      pongs.add(frame);
      return;
    }
    if (Opcode.isControl(frame.opcode())) {
      throw new AssertionError("expected an answer but saw " + frame);
    }
    unfinished.add(frame);
    if (frame.fin()) {
      messages.add(Message.of(unfinished, deflate));
      unfinished.clear();
    }
  }

  public ServerFrame expectPong(String payload) {
    ServerFrame pong = pong();
    if (!Arrays.equals(pong.payload(), Bytes.utf8(payload))) {
      throw new AssertionError("expected a pong with " + payload + " but saw " + pong);
    }
    return pong;
  }

  public Message expect(int opcode, byte[] payload) {
    Message message = message();
    if (message.opcode() != opcode || !Arrays.equals(message.payload(), payload)) {
      throw new AssertionError(
          "expected opcode " + opcode + " " + Bytes.show(payload) + " but saw " + message);
    }
    return message;
  }

  public Message expectText(String text) {
    return expect(Opcode.TEXT, Bytes.utf8(text));
  }

  /** The connection is of use: what is sent comes back. */
  public void expectAlive() {
    expectAlive("");
  }

  public void expectAlive(String prefix) {
    sendMessage(Opcode.TEXT, Bytes.utf8("still here? 还在吗?"));
    expectText(prefix + "still here? 还在吗?");
  }

  /** The next frame is a Close with one of these codes, nothing follows it, and TCP ends. */
  public ServerFrame expectClose(int... codes) {
    ServerFrame close = expectCloseFrame(codes);
    if (!socket.ends()) {
      throw new AssertionError("bytes after the Close");
    }
    return close;
  }

  /** As {@link #expectClose}, for a client that was still sending: a reset may end TCP then. */
  public ServerFrame expectCloseWhileSending(int... codes) {
    ServerFrame close = expectCloseFrame(codes);
    socket.drain();
    return close;
  }

  /**
   * What of an unfinished message came back before the Close, which must be the beginning of it.
   */
  public ServerFrame expectCloseAfterPartOf(byte[] payload, int... codes) {
    ServerFrame frame = reader.next();
    for (; !Opcode.isControl(frame.opcode()); frame = reader.next()) {
      take(frame);
    }
    if (!messages.isEmpty() || !pongs.isEmpty()) {
      throw new AssertionError("answers that nobody asked for: " + messages + pongs);
    }
    byte[] part = Message.begun(unfinished, deflate);
    if (part.length > payload.length
        || !Arrays.equals(part, Bytes.slice(payload, 0, part.length))) {
      throw new AssertionError("not a beginning of what was sent: " + Bytes.show(part));
    }
    require(frame, codes);
    socket.drain();
    return frame;
  }

  /** What of the messages came back before the Close is not looked at. */
  public ServerFrame expectCloseInTheEnd(int... codes) {
    ServerFrame frame = reader.next();
    while (frame.opcode() != Opcode.CLOSE) {
      frame = reader.next();
    }
    require(frame, codes);
    socket.drain();
    return frame;
  }

  private ServerFrame expectCloseFrame(int... codes) {
    ServerFrame close = reader.next();
    require(close, codes);
    return close;
  }

  private static void require(ServerFrame close, int... codes) {
    boolean known = Arrays.stream(codes).anyMatch(code -> code == close.closeCode());
    if (close.opcode() != Opcode.CLOSE || !known) {
      throw new AssertionError(
          "expected a Close with " + Arrays.toString(codes) + " but saw " + close);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
