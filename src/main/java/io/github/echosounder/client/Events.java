package io.github.echosounder.client;

import io.github.echosounder.wire.frame.CloseFrame;
import io.github.echosounder.wire.frame.FrameHeader;
import io.github.echosounder.wire.frame.Violation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Makes events of what a connection tells, for a thread that waits for them. */
final class Events implements Listener {

  /** Of a longer message the rest is digested only. */
  private static final int KEPT_BYTES = 1 << 20;

  final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
  final CompletableFuture<Response> opened = new CompletableFuture<>();

  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private final List<Event.Frame> frames = new ArrayList<>();
  private final MessageDigest sha256 = sha256();
  private long begunNanos;
  private boolean isWithinMessage;

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void opened(Connection connection, Response response) {
    opened.complete(response);
  }

  @Override
  public void failed(Connection connection, Failure failure) {
    opened.completeExceptionally(new OpeningException(failure));
  }

  @Override
  public void payload(Connection connection, ByteBuffer bytes, int at, int length) {
    if (!isWithinMessage) {
      isWithinMessage = true;
      begunNanos = System.nanoTime();
    }
    ByteBuffer piece = bytes.duplicate().limit(at + length).position(at);
    int kept = Math.min(length, KEPT_BYTES - payload.size());
    if (kept > 0) {
      byte[] copy = new byte[kept];
      piece.get(at, copy);
      payload.write(copy, 0, kept);
    }
    sha256.update(piece);
  }

  @Override
  public void frame(Connection connection, FrameHeader header) {
    frames.add(
        new Event.Frame(header.opcode(), header.isFinal(), header.isCompressed(), header.length()));
  }

  @Override
  public void message(
      Connection connection, boolean isText, boolean isCompressed, long bytes, long wireBytes) {
    long now = System.nanoTime();
    queue.add(
        new Event.Message(
            isText,
            isCompressed,
            payload.toByteArray(),
            bytes,
            sha256.digest(),
            wireBytes,
            List.copyOf(frames),
            isWithinMessage ? begunNanos : now,
            now));
    isWithinMessage = false;
    payload.reset();
    frames.clear();
  }

  @Override
  public void ping(Connection connection, byte[] payload) {
    queue.add(new Event.Ping(payload, System.nanoTime()));
  }

  @Override
  public void pong(Connection connection, byte[] payload) {
    queue.add(new Event.Pong(payload, System.nanoTime()));
  }

  @Override
  public void close(Connection connection, CloseFrame frame) {
    queue.add(new Event.Closed(frame.code(), frame.reason(), System.nanoTime()));
  }

  @Override
  public void violated(Connection connection, Violation violation) {
    queue.add(new Event.Violated(violation.code(), violation.reason(), System.nanoTime()));
  }

  @Override
  public void ended(Connection connection, TcpEnd end) {
    queue.add(new Event.Ended(end, System.nanoTime()));
  }
}
