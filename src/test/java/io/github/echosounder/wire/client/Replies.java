package io.github.echosounder.wire.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All that a server sent on one connection, read from memory. */
public final class Replies {
  private final List<ServerFrame> frames = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<String> order = new ArrayList<>();

  private Replies() {}

  /** The bytes must be whole frames. */
  public static Replies of(byte[] bytes, boolean compressionGranted) {
    var replies = new Replies();
    var left = ByteBuffer.wrap(bytes);
    var reader = new FrameReader(length -> take(left, length), compressionGranted);
    while (left.hasRemaining()) {
      replies.frames.add(reader.next());
    }
    replies.join();
    return replies;
  }

  private static byte[] take(ByteBuffer left, int length) {
    if (length > left.remaining()) {
      throw new AssertionError("the last frame is not whole: " + length + " bytes more");
    }
    byte[] bytes = new byte[length];
    left.get(bytes);
    return bytes;
  }

  private void join() {
    var deflate = new Deflate();
    var begun = new ArrayList<ServerFrame>();
    for (ServerFrame frame : frames) {
      if (Opcode.isControl(frame.opcode())) {
        order.add("control " + Bytes.show(frame.payload()));
        continue;
      }
      begun.add(frame);
      if (frame.fin()) {
        order.add("message " + messages.size());
        messages.add(Message.of(begun, deflate));
        begun.clear();
      }
    }
  }

  public List<ServerFrame> frames() {
    return Collections.unmodifiableList(frames);
  }

  /** Those that are complete. */
  public List<Message> messages() {
    return Collections.unmodifiableList(messages);
  }

  /** Control frames and ends of messages, as they came. */
  public List<String> order() {
    return Collections.unmodifiableList(order);
  }

  /** Opcodes, three dots where FIN is not set, and payloads as text. */
  public List<String> shown() {
    return frames.stream()
        .map(frame ->
            Integer.toHexString(frame.opcode())
                + (frame.fin() ? " " : "... ")
                + new String(frame.payload(), UTF_8))
        .toList();
  }
}
