import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client as it should be: it keeps every message until its echo has come, and when its connection
 * is closed it opens another and sends the rest again. One thread.
 */
final class Client implements Runnable {

  private static final int NORMAL = 1000;
  private static final int NO_STATUS = 1005;
  private static final int END_OF_TCP_MILLIS = 6_000;
  private static final int RETRY_MILLIS = 100;

  /** Messages on their way at most: more would fill the socket of a server that is slow. */
  private static final int IN_FLIGHT_BYTES = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("/(\\d{1,18}) ");

  private final int id;
  private final Plan plan;
  private final Tally tally;
  private final long periodNanos;

  /** Sent and not echoed, in order: the next echo is the first of them. */
  private final Deque<Message> unanswered = new ArrayDeque<>();

  private long number;

  /** When the next message is; a connection that ends does not put it off. */
  private long due;

  private long lastEchoNanos;
  private long longestGapNanos;
  private volatile boolean isEnding;
  private volatile boolean hasGivenUp;

  /** What all clients are told to do. */
  record Plan(
      List<InetSocketAddress> addresses,
      String path,
      double rate,
      int size,
      boolean comesBack,
      String textPrefix) {}

  private record Message(int opcode, byte[] payload, byte[] expected) {}

  Client(int id, Plan plan, Tally tally) {
    this.id = id;
    this.plan = plan;
    this.tally = tally;
    this.periodNanos = (long) (TimeUnit.SECONDS.toNanos(1) / plan.rate());
  }

  /** No new messages from now on; those on their way are awaited. */
  void end() {
    isEnding = true;
  }

  /** What has not come by now is lost. */
  void giveUp() {
    hasGivenUp = true;
  }

  @Override
  public void run() {
    int turn = id;
    // Not all at the same moment.
    due = System.nanoTime() + (long) (Math.random() * periodNanos);
    do {
      InetSocketAddress address = plan.addresses().get(turn++ % plan.addresses().size());
      try (WebSocket socket = WebSocket.open(address, plan.path())) {
        tally.opened();
        talk(socket);
      } catch (WebSocket.Refused e) {
        tally.refused(e.getMessage());
        pause();
      }
    } while (plan.comesBack() && !hasGivenUp && !(isEnding && unanswered.isEmpty()));
    tally.left(unanswered.size(), longestGapNanos);
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void talk(WebSocket socket) {
    try {
      tally.resent(unanswered.size());
      for (Message message : unanswered) {
        send(socket, message);
      }
      boolean hasSaidGoodbye = false;
      while (!hasGivenUp) {
        long now = System.nanoTime();
        if (isEnding && unanswered.isEmpty() && !hasSaidGoodbye) {
          socket.send(WebSocket.CLOSE, new byte[] {NORMAL >> 8, (byte) NORMAL});
          hasSaidGoodbye = true;
        } else if (!isEnding && now >= due && hasRoom()) {
          Message message = message(++number);
          tally.made();
          unanswered.add(message);
          send(socket, message);
          due = Math.max(due + periodNanos, now);
        }
        long wait = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
        WebSocket.Frame frame = socket.receive((int) Math.max(1, isEnding ? 100 : wait));
        if (frame != null && frame.opcode() == WebSocket.CLOSE) {
          closed(socket, frame, hasSaidGoodbye);
          return;
        } else if (frame != null) {
          received(socket, frame);
        }
      }
    } catch (IOException e) {
      // RFC 6455, 7.1.5: without a Close the code is 1006.
      tally.endedWithoutClose(e.getMessage());
    }
  }

  private boolean hasRoom() {
    return unanswered.isEmpty() || (unanswered.size() + 1) * plan.size() <= IN_FLIGHT_BYTES;
  }

  private void send(WebSocket socket, Message message) throws IOException {
    socket.send(message.opcode(), message.payload());
    tally.sent();
  }

  /** Text and binary by turns, no two alike. */
  private Message message(long number) {
    StringBuilder text = new StringBuilder(id + "/" + number + " ");
    while (text.length() < plan.size()) {
      text.append((char) ('a' + (text.length() + number) % 26));
    }
    byte[] payload = text.toString().getBytes(StandardCharsets.UTF_8);
    if (number % 2 != 0) {
      return new Message(WebSocket.BINARY, payload, payload);
    }
    byte[] expected = (plan.textPrefix() + text).getBytes(StandardCharsets.UTF_8);
    return new Message(WebSocket.TEXT, payload, expected);
  }

  private void received(WebSocket socket, WebSocket.Frame frame) throws IOException {
    if (frame.opcode() == WebSocket.PING) {
      socket.send(WebSocket.PONG, frame.payload());
    } else if (frame.opcode() == WebSocket.TEXT || frame.opcode() == WebSocket.BINARY) {
      echoed(frame);
    }
  }

  private void echoed(WebSocket.Frame frame) {
    if (unanswered.stream().noneMatch(message -> isEcho(frame, message))) {
      unexpected(frame);
      return;
    }
    while (!isEcho(frame, unanswered.remove())) {
      // Echoes come in order: those before it will never come.
      tally.skipped();
    }
    long now = System.nanoTime();
    if (lastEchoNanos != 0) {
      longestGapNanos = Math.max(longestGapNanos, now - lastEchoNanos);
    }
    lastEchoNanos = now;
    tally.echoed();
  }

  private void unexpected(WebSocket.Frame frame) {
    Matcher name = NAME.matcher(new String(frame.payload(), StandardCharsets.UTF_8));
    if (name.find() && isEcho(frame, message(Long.parseLong(name.group(1))))) {
      tally.duplicated();
    } else {
      tally.altered();
    }
  }

  private static boolean isEcho(WebSocket.Frame frame, Message message) {
    return frame.opcode() == message.opcode() && Arrays.equals(frame.payload(), message.expected());
  }

  /** Answers the server's Close, then lets the server end TCP first (RFC 6455, 7.1.1). */
  private void closed(WebSocket socket, WebSocket.Frame close, boolean isAnswer) {
    byte[] payload = close.payload();
    int code = payload.length < 2 ? NO_STATUS : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    tally.closed(code, unanswered.size());
    try {
      if (!isAnswer) {
        socket.send(WebSocket.CLOSE, Arrays.copyOf(payload, Math.min(2, payload.length)));
      }
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_OF_TCP_MILLIS);
      while (System.nanoTime() < deadline) {
        if (socket.receive(END_OF_TCP_MILLIS) != null) {
          tally.behindClose();
        }
      }
      tally.endOfTcp("not within " + END_OF_TCP_MILLIS + " ms");
    } catch (java.io.EOFException e) {
      // As it should be.
    } catch (IOException e) {
      tally.endOfTcp(e.getMessage());
    }
  }
}
