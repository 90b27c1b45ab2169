package io.github.echosounder.wire.client;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** A connection over TLS 1.2 that keeps the records it received: their types are in the clear. */
public final class TlsTape implements AutoCloseable {
  /** RFC 5246, 6.2.1. */
  public static final int ALERT = 21;

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int HEADER = 5;

  private final ByteArrayOutputStream tape = new ByteArrayOutputStream();
  private final SSLSocket socket;

  public TlsTape(Target target) throws IOException {
    Socket tcp = new Recorded();
    tcp.connect(new InetSocketAddress(target.host(), target.port()), PATIENCE_MILLIS);
    tcp.setSoTimeout(PATIENCE_MILLIS);
    socket = Trusting.everyone(tcp, target, "TLSv1.2");
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** What was said until the end. */
  public byte[] readAll() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  /** The types of all records so far. */
  public List<Integer> types() {
    List<Integer> types = new ArrayList<>();
    ByteBuffer records = ByteBuffer.wrap(tape.toByteArray());
    while (records.remaining() >= HEADER) {
      types.add((int) records.get());
      int length = records.getShort(records.position() + 2);
      records.position(records.position() + HEADER - 1 + length);
    }
    return types;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private final class Recorded extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int next = super.read();
          if (next >= 0) {
            tape.write(next);
          }
          return next;
        }

        @Override
        public int read(byte[] to, int from, int most) throws IOException {
          int count = super.read(to, from, most);
          if (count > 0) {
            tape.write(to, from, count);
          }
          return count;
        }
      };
    }
  }
}
