package io.github.echosounder.check.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/** A port of the loopback interface on which each connection gets a thread of its own. */
final class Listener implements AutoCloseable {

  /** What answers one connection; its socket is closed when this returns. */
  interface Service {
    void serve(Socket client) throws IOException;
  }

  private final ServerSocket socket;
  private final Service service;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Listener(ServerSocket socket, Service service) {
    this.socket = socket;
    this.service = service;
  }

  static Listener of(Service service) throws IOException {
    return of(service, ServerSocketFactory.getDefault());
  }

  static Listener of(Service service, ServerSocketFactory sockets) throws IOException {
    ServerSocket socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Listener listener = new Listener(socket, service);
    start(listener::accept);
    return listener;
  }

  int port() {
    return socket.getLocalPort();
  }

  static void start(Runnable task) {
    Thread thread = new Thread(task, "lab");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        start(() -> answer(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      service.serve(client);
    } catch (IOException e) {
      // The other end is gone, which is how most of these connections end.
    } finally {
      open.remove(client);
    }
  }

  /** Refuses new connections; those that are open stay. */
  void refuse() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
