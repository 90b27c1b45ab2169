package io.github.echosounder.check.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A proxy with one fault: it passes the heads of the handshake and then frame after frame, each
 * through what was set.
 */
final class Hop implements Listener.Service {

  /**
   * What one frame becomes: nothing, itself, another, or several. One filter serves one connection.
   */
  interface Filter {
    List<WireFrame> pass(WireFrame frame) throws IOException;
  }

  /** How a connection is ended by this hop. */
  enum End {
    FIN,
    RESET
  }

  private static final int FOREVER = 0;

  private final int server;
  private UnaryOperator<String> request = head -> head;
  private UnaryOperator<String> response = head -> head;
  private Supplier<Filter> toServer = () -> List::of;
  private Supplier<Filter> toClient = () -> List::of;
  private Duration silence = Duration.ZERO;
  private boolean controlFramesCount = true;
  private End end = End.FIN;
  private Duration gathering = Duration.ZERO;
  private boolean answersPings;
  private Duration memory = Duration.ZERO;
  private String unrouted = "";

  private Hop(int server) {
    this.server = server;
  }

  static Hop to(int server) {
    return new Hop(server);
  }

  Hop request(UnaryOperator<String> change) {
    this.request = change;
    return this;
  }

  Hop response(UnaryOperator<String> change) {
    this.response = change;
    return this;
  }

  Hop toServer(Supplier<Filter> filter) {
    this.toServer = filter;
    return this;
  }

  Hop toClient(Supplier<Filter> filter) {
    this.toClient = filter;
    return this;
  }

  /** Ends a connection on which no frame has passed for this long. */
  Hop cutsAfterSilence(Duration duration, End how) {
    this.silence = duration;
    this.end = how;
    return this;
  }

  /** Pings and pongs pass, but do not count as a sign of life. */
  Hop countingMessagesOnly() {
    this.controlFramesCount = false;
    return this;
  }

  /** Passes what the server sends only each time this long is over. */
  Hop gatheringReplies(Duration duration) {
    this.gathering = duration;
    return this;
  }

  /** Passes nothing more on a connection that was silent for this long, and tells nobody. */
  Hop forgettingAfter(Duration duration) {
    this.memory = duration;
    return this;
  }

  /** Answers 404 where the request line has this. */
  Hop notRouting(String path) {
    this.unrouted = path;
    return this;
  }

  /** Answers a client's pings itself and does not pass them on. */
  Hop answeringPings() {
    this.answersPings = true;
    return this;
  }

  /** Throw it in a filter to end the connection. */
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;
    private final End how;

    Cut(End how) {
      super("cut by the hop");
      this.how = how;
    }
  }

  @Override
  public void serve(Socket client) throws IOException {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      upstream.setTcpNoDelay(true);
      DataInputStream fromClient = buffered(client);
      DataInputStream fromServer = buffered(upstream);
      String asked = head(fromClient);
      if (!unrouted.isEmpty() && asked.lines().findFirst().orElse("").contains(unrouted)) {
        write(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      write(upstream, request.apply(asked));
      String answer = head(fromServer);
      write(client, response.apply(answer));
      if (!answer.startsWith("HTTP/1.1 101")) {
        fromServer.transferTo(client.getOutputStream());
        return;
      }
      Life life = new Life();
      Listener.start(() ->
          pump(new Direction(client, fromClient, upstream, toServer.get(), Duration.ZERO), life));
      pump(new Direction(upstream, fromServer, client, toClient.get(), gathering), life);
      life.awaitBoth(client, upstream);
    }
  }

  private record Direction(
      Socket from, DataInputStream in, Socket to, Filter filter, Duration gathering) {}

  /** When a frame last passed, either way, and how many directions have ended. */
  private final class Life {
    private volatile long lastFrame = System.nanoTime();
    private volatile boolean isForgotten;
    private int ended;

    void seen(WireFrame frame) {
      if (controlFramesCount || !frame.isControl()) {
        lastFrame = System.nanoTime();
      }
    }

    /** From the first time on that it has been silent for so long. */
    boolean isForgotten() {
      isForgotten |= !memory.isZero() && System.nanoTime() - lastFrame >= memory.toNanos();
      return isForgotten;
    }

    boolean isTooSilent() {
      return !silence.isZero() && System.nanoTime() - lastFrame >= silence.toNanos();
    }

    synchronized void end() {
      ended++;
      notifyAll();
    }

    synchronized void awaitBoth(Socket client, Socket upstream) throws IOException {
      try {
        while (ended < 2 && !client.isClosed() && !upstream.isClosed()) {
          wait(100);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void pump(Direction way, Life life) {
    try {
      OutputStream out = way.to().getOutputStream();
      ByteArrayOutputStream gathered = new ByteArrayOutputStream();
      long due = System.nanoTime();
      while (true) {
        if (!await(way, life, gathered.size() > 0)) {
          write(out, gathered);
          due = System.nanoTime() + way.gathering().toNanos();
          continue;
        }
        WireFrame frame = WireFrame.read(way.in());
        if (life.isForgotten()) {
          continue;
        }
        life.seen(frame);
        if (answersPings && frame.isMasked() && frame.opcode() == WireFrame.PING) {
          new WireFrame(0x80 | WireFrame.PONG, frame.payload(), false)
              .write(way.from().getOutputStream());
          continue;
        }
        for (WireFrame passed : way.filter().pass(frame)) {
          passed.write(gathered);
        }
        if (System.nanoTime() >= due || frame.opcode() == WireFrame.CLOSE) {
          write(out, gathered);
          due = System.nanoTime() + way.gathering().toNanos();
        }
      }
    } catch (Cut cut) {
      end(way, cut.how);
    } catch (IOException e) {
      try {
        way.to().shutdownOutput();
      } catch (IOException gone) {
        // Nobody to tell.
      }
    } finally {
      life.end();
    }
  }

  /** Whether there is something to read; false where what was gathered is due. */
  private boolean await(Direction way, Life life, boolean hasGathered) throws IOException {
    while (true) {
      int patience =
          hasGathered
              ? Math.toIntExact(way.gathering().toMillis())
              : silence.isZero() ? FOREVER : 50;
      way.in().mark(1);
      way.from().setSoTimeout(patience);
      try {
        if (way.in().read() < 0) {
          throw new IOException("TCP ended");
        }
        way.in().reset();
        way.from().setSoTimeout(FOREVER);
        return true;
      } catch (SocketTimeoutException e) {
        if (hasGathered) {
          return false;
        }
        if (life.isTooSilent()) {
          throw new Cut(end);
        }
      }
    }
  }

  private static void end(Direction way, End how) {
    for (Socket socket : List.of(way.from(), way.to())) {
      try {
        if (how == End.RESET) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException e) {
        // It has ended already.
      }
    }
  }

  private static DataInputStream buffered(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
  }

  /** Up to the empty line, without reading beyond it. */
  static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("TCP ended within a head");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  static void write(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void write(OutputStream to, ByteArrayOutputStream gathered) throws IOException {
    to.write(gathered.toByteArray());
    gathered.reset();
  }
}
