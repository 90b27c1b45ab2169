package io.github.echosounder.check;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What the server sent, as whole messages in their order. Called by one thread at a time. */
final class Received implements WebSocket.Listener {

  sealed interface Event permits Message, Closed, Failed {}

  sealed interface Message extends Event permits Text, Binary {}

  record Text(String text) implements Message {
    @Override
    public String toString() {
      return "text \"" + text + "\"";
    }
  }

  record Binary(ByteBuffer bytes) implements Message {
    @Override
    public String toString() {
      return bytes.remaining() + " bytes of binary";
    }
  }

  record Closed(int code) implements Event {
    @Override
    public String toString() {
      return "close " + code;
    }
  }

  record Failed(String reason) implements Event {
    @Override
    public String toString() {
      return "the end of the connection (" + reason + ")";
    }
  }

  final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      events.add(new Text(text.toString()));
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    binary.writeBytes(bytes);
    if (last) {
      events.add(new Binary(ByteBuffer.wrap(binary.toByteArray())));
      binary.reset();
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    events.add(new Closed(code));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    events.add(new Failed(String.valueOf(error.getMessage())));
  }
}
