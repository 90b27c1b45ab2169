package io.github.echosounder.wire.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A whole message from the server, inflated if it came compressed, and the frames that brought it.
 */
public final class Message {
  private final byte[] payload;
  private final List<ServerFrame> frames;

  private Message(byte[] payload, List<ServerFrame> frames) {
    this.payload = payload;
    this.frames = List.copyOf(frames);
  }

  static Message of(List<ServerFrame> frames, Deflate deflate) {
    byte[] bytes = join(frames);
    return new Message(frames.get(0).compressed() ? deflate.inflate(bytes) : bytes, frames);
  }

  /** As much as can be told of a message whose last frame has not come. */
  static byte[] begun(List<ServerFrame> frames, Deflate deflate) {
    byte[] bytes = join(frames);
    return frames.isEmpty() || !frames.get(0).compressed() ? bytes : deflate.inflatePart(bytes);
  }

  private static byte[] join(List<ServerFrame> frames) {
    var payload = new ByteArrayOutputStream();
    frames.forEach(frame -> payload.writeBytes(frame.payload()));
    return payload.toByteArray();
  }

  public int opcode() {
    return frames.get(0).opcode();
  }

  public byte[] payload() {
    return payload.clone();
  }

  public String text() {
    return new String(payload, UTF_8);
  }

  public boolean compressed() {
    return frames.get(0).compressed();
  }

  public List<ServerFrame> frames() {
    return frames;
  }

  @Override
  public String toString() {
    return "opcode %x in %d frames %s".formatted(opcode(), frames.size(), Bytes.show(payload));
  }
}
