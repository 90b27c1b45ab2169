package io.github.echosounder.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server that treats its clients as no good one would: cuts, closes, floods, vanishes.
 */
final class RoughServer implements Closeable {

  private final BlockingQueue<Socket> clients = new LinkedBlockingQueue<>();
  private int port;
  private @Nullable ServerSocket listener;

  RoughServer() throws IOException {
    start();
  }

  String address() {
    return "ws://127.0.0.1:" + port + "/";
  }

  /** Begins to listen, again on the port it had before. */
  void start() throws IOException {
    var opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = opened.getLocalPort();
    listener = opened;
    var thread = new Thread(() -> welcome(opened), "rough-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** The newest client, once its handshake is answered. */
  Client client() throws InterruptedException {
    var socket = clients.poll(20, TimeUnit.SECONDS);
    if (socket == null) {
      throw new IllegalStateException("nobody connected");
    }
    return new Client(socket);
  }

  boolean hasMoreClients() {
    return !clients.isEmpty();
  }

  @Override
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
  }

  private void welcome(ServerSocket opened) {
    try {
      while (true) {
        var socket = opened.accept();
        shakeHands(socket);
        clients.add(socket);
      }
    } catch (IOException e) {
      // The listener was closed: this is how the server stops.
    }
  }

  private static void shakeHands(Socket socket) throws IOException {
    var head = new Scanner(socket.getInputStream(), ISO_8859_1).useDelimiter("\r\n\r\n").next();
    var key = head.replaceFirst("(?is).*\r\nSec-WebSocket-Key: *([^\r\n]+).*", "$1");
    socket
        .getOutputStream()
        .write(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + ("Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n"))
                .getBytes(ISO_8859_1));
  }

  private static String accept(String key) {
    try {
      var text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One connection, seen from the server. */
  record Client(Socket socket) {

    /** The end of TCP without a Close frame. */
    void cut() throws IOException {
      socket.close();
    }

    /** Sends a Close frame, waits for the answer and ends TCP. */
    void closeWith(int code, String reason) throws IOException {
      var text = reason.getBytes(UTF_8);
      var payload = ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
      frame(socket.getOutputStream(), 0x88, payload);
      socket.getInputStream().readNBytes(6 + payload.length);
      socket.close();
    }

    void send(String text, int times) throws IOException {
      for (int i = 0; i < times; i++) {
        frame(socket.getOutputStream(), 0x81, text.getBytes(UTF_8));
      }
    }

    private static void frame(OutputStream out, int firstByte, byte[] payload) throws IOException {
      var frame = ByteBuffer.allocate(2 + payload.length);
      out.write(frame.put((byte) firstByte).put((byte) payload.length).put(payload).array());
    }
  }
}
