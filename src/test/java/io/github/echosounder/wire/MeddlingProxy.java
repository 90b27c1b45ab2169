package io.github.echosounder.wire;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What stands between a client and a server, and does more than to pass bytes on. */
final class MeddlingProxy implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Target server;
  private final Manner manner;

  /** What it makes of what a client sends behind its handshake. */
  private interface Meddling {
    /** Null where both sides are to be reset. */
    byte @Nullable [] pass(byte[] sent);
  }

  private record Manner(int silenceMillis, Meddling meddling) {}

  private MeddlingProxy(Manner manner, Target server) throws IOException {
    this.manner = manner;
    this.server = server;
    start(this::accept);
  }

  /** Ends TCP, in order, when the client has sent nothing for so long. */
  static MeddlingProxy cuttingAfter(int millis, Target server) throws IOException {
    return new MeddlingProxy(new Manner(millis, sent -> sent), server);
  }

  /** Resets TCP at the first frame. */
  static MeddlingProxy resetting(Target server) throws IOException {
    return new MeddlingProxy(new Manner(0, sent -> null), server);
  }

  /** In place of the client's Close it sends another. */
  static MeddlingProxy replacingCloses(int code, Target server) throws IOException {
    return new MeddlingProxy(
        new Manner(0, sent -> sent[0] == (byte) 0x88 ? ClientFrame.close(code).bytes() : sent),
        server);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "meddling-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.host(), server.port());
        open.addAll(List.of(client, upstream));
        client.setSoTimeout(manner.silenceMillis());
        start(() -> fromClient(client, upstream));
        start(() -> fromServer(upstream, client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void fromClient(Socket client, Socket upstream) {
    try (client;
        upstream) {
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      byte[] buffer = new byte[65_536];
      out.write(buffer, 0, in.read(buffer));
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        byte[] passed = manner.meddling().pass(Arrays.copyOf(buffer, count));
        if (passed == null) {
          client.setSoLinger(true, 0);
          upstream.setSoLinger(true, 0);
          return;
        }
        out.write(passed);
      }
    } catch (IOException silentOrEnded) {
      return;
    }
  }

  private static void fromServer(Socket upstream, Socket client) {
    try (client;
        upstream) {
      upstream.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException ended) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
