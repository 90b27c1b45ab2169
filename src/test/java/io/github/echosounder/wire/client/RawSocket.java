package io.github.echosounder.wire.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A TCP or TLS connection that never waits for ever: reads have a deadline, and so has its life.
 */
public final class RawSocket implements AutoCloseable {
  /** How long an answer may take; far more than one needs on a busy machine. */
  private static final int PATIENCE_MILLIS = Integer.getInteger("wire.patience", 10_000);

  private static final int LIFETIME_SECONDS = 90;
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Socket socket;

  /** What lies below TLS, or the same without. */
  private final Socket tcp;

  private final InputStream in;
  private final Future<?> lastCall;

  private RawSocket(Socket socket, Socket tcp) throws IOException {
    this.socket = socket;
    this.tcp = tcp;
    this.in = new BufferedInputStream(socket.getInputStream(), 2_048);
    this.lastCall = WATCH.schedule(this::close, LIFETIME_SECONDS, TimeUnit.SECONDS);
  }

  private static ScheduledThreadPoolExecutor watch() {
    var watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "raw-socket-watch");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  public static RawSocket connect(Target target) {
    try {
      var tcp = new Socket();
      tcp.setTcpNoDelay(true);
      tcp.setSoTimeout(PATIENCE_MILLIS);
      tcp.connect(new InetSocketAddress(target.host(), target.port()), PATIENCE_MILLIS);
      return new RawSocket(target.tls() ? Trusting.everyone(tcp, target) : tcp, tcp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By which the server knows this connection from others. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /** Past TLS, if there is any: the peer sees it in the stream of records. */
  public void sendBelowTls(byte[] bytes) {
    try {
      tcp.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends with a pause at each offset, so that the parts arrive as segments of their own. */
  public void send(byte[] bytes, int... cuts) {
    int from = 0;
    for (int cut : cuts) {
      send(Bytes.slice(bytes, from, cut));
      from = cut;
      pause(3);
    }
    send(Bytes.slice(bytes, from, bytes.length));
  }

  /** For more than the buffers on the way hold: the caller reads meanwhile. */
  public CompletableFuture<Void> sendMeanwhile(byte[] bytes) {
    var sent = new CompletableFuture<Void>();
    var thread =
        new Thread(
            () -> {
              try {
                send(bytes);
                sent.complete(null);
              } catch (UncheckedIOException e) {
                sent.completeExceptionally(e);
              }
            },
            "raw-socket-send");
    thread.setDaemon(true);
    thread.start();
    return sent;
  }

  /** For a server that is expected to end the connection before it has read all of this. */
  public void sendAsFarAsItGoes(byte[] bytes) {
    var unused = sendMeanwhile(bytes);
  }

  /** Sends byte by byte with this pause; true as soon as the server no longer takes them. */
  public boolean isRefusedWhileSending(byte[] bytes, int pauseMillis) {
    try {
      for (byte next : bytes) {
        send(new byte[] {next});
        pause(pauseMillis);
      }
      return false;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  public static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The next byte, or -1 where the server ended the connection in order. */
  public int read() {
    try {
      return in.read();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing arrived within " + PATIENCE_MILLIS + " ms", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] read(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new AssertionError(
            "TCP ended after " + Bytes.show(bytes) + " where " + count + " bytes were due");
      }
      return bytes;
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "fewer than " + count + " bytes within " + PATIENCE_MILLIS + " ms", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ResponseHead readHead() {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = read();
      if (next < 0) {
        throw new AssertionError(
            "TCP ended in the response head: " + Bytes.show(head.toByteArray()));
      }
      head.write(next);
    }
    return ResponseHead.parse(head.toString(ISO_8859_1));
  }

  /** The body that goes with the head, up to its Content-Length, or to the end without one. */
  public byte[] readBody(ResponseHead head) {
    if (!head.all("Content-Length").isEmpty()) {
      return read(Integer.parseInt(head.only("Content-Length")));
    }
    var body = new ByteArrayOutputStream();
    for (int next = read(); next >= 0; next = read()) {
      body.write(next);
    }
    return body.toByteArray();
  }

  /** True at an orderly end (FIN), false if another byte comes first. */
  public boolean ends() {
    return read() < 0;
  }

  /** Reads on until TCP ends, in order or by a reset: for a client that was still sending. */
  public void drain() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("TCP was not ended within " + PATIENCE_MILLIS + " ms", e);
    } catch (IOException e) {
      return; // a reset is an end too
    }
  }

  /** FIN in this direction only: nothing more will be sent, but answers are read. */
  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No FIN: the server sees the connection reset. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }

  @Override
  public void close() {
    lastCall.cancel(false);
    try {
      // TLS would wait to say goodbye behind what another thread cannot get rid of.
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
