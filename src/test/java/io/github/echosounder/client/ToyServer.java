package io.github.echosounder.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server that does to each connection what its script says: how a path with one fault is made.
 */
public final class ToyServer implements AutoCloseable {

  private static final Pattern KEY = Pattern.compile("(?i)\r\nSec-WebSocket-Key: *([^\r]*)\r\n");

  /** What is done to a connection. */
  public interface Script {
    void run(Peer peer) throws Exception;
  }

  /** A frame of the client, unmasked. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Frame(int first, byte[] payload) {
    public int opcode() {
      return first & 0xF;
    }
  }

  /** One connection. */
  public static final class Peer {
    public final Socket socket;
    public final DataInputStream in;
    public final OutputStream out;

    /** The head of the handshake, once it was read. */
    public String head = "";

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65_536));
      this.out = socket.getOutputStream();
    }

    public String readHead() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("ended within the head");
        }
        bytes.write(next);
      }
      head = bytes.toString(StandardCharsets.UTF_8);
      return head;
    }

    /** The path and query of the handshake. */
    public String target() {
      return head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"));
    }

    public void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** Reads the handshake and answers 101, with further header lines, each with its CR LF. */
    public void accept(String... lines) throws IOException {
      readHead();
      write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + acceptKey()
              + "\r\n"
              + String.join("", lines)
              + "\r\n");
    }

    public String acceptKey() {
      Matcher key = KEY.matcher(head);
      if (!key.find()) {
        throw new IllegalStateException("no key in " + head);
      }
      try {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        String joined = key.group(1).trim() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        return Base64.getEncoder()
            .encodeToString(sha1.digest(joined.getBytes(StandardCharsets.US_ASCII)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The next frame; null at the end of TCP. */
    public @Nullable Frame read() throws IOException {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int size = in.readUnsignedByte() & 0x7F;
      long length = size < 126 ? size : size == 126 ? in.readUnsignedShort() : in.readLong();
      byte[] key = new byte[4];
      in.readFully(key);
      byte[] payload = new byte[Math.toIntExact(length)];
      in.readFully(payload);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= key[i & 3];
      }
      return new Frame(first, payload);
    }

    public void send(int first, byte[] payload) throws IOException {
      ByteBuffer head = ByteBuffer.allocate(10).put((byte) first);
      if (payload.length < 126) {
        head.put((byte) payload.length);
      } else if (payload.length < 65_536) {
        head.put((byte) 126).putShort((short) payload.length);
      } else {
        head.put((byte) 127).putLong(payload.length);
      }
      byte[] frame = new byte[head.position() + payload.length];
      System.arraycopy(head.array(), 0, frame, 0, head.position());
      System.arraycopy(payload, 0, frame, head.position(), payload.length);
      out.write(frame);
      out.flush();
    }

    public void send(Frame frame) throws IOException {
      send(frame.first(), frame.payload());
    }

    /** A Close with this code, or none. */
    public void sendClose(int code) throws IOException {
      send(0x88, code == 0 ? new byte[0] : new byte[] {(byte) (code >> 8), (byte) code});
    }

    /** Does for a frame what an echo server does; false when the connection is over. */
    public boolean echo(Frame frame) throws IOException {
      switch (frame.opcode()) {
        case 8 -> {
          send(frame);
          return false;
        }
        case 9 -> send(0x8A, frame.payload());
        case 10 -> {}
        default -> send(frame);
      }
      return true;
    }

    /** Echoes to the end. */
    public void echoAll() throws IOException {
      for (Frame frame = read(); frame != null && echo(frame); ) {
        frame = read();
      }
    }

    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Does nothing until the client has gone. */
    public void hang() throws IOException {
      byte[] any = new byte[8192];
      while (in.read(any) >= 0) {}
    }
  }

  private final ServerSocket server;
  private final boolean isSecure;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ServerSocket server() {
    return server;
  }

  private ToyServer(ServerSocket server, boolean isSecure, Script script) {
    this.server = server;
    this.isSecure = isSecure;
    thread(() -> {
      while (true) {
        Socket socket = server().accept();
        open.add(socket);
        thread(() -> serve(socket, script));
      }
    });
  }

  private void serve(Socket socket, Script script) throws Exception {
    try (socket) {
      socket.setTcpNoDelay(true);
      script.run(new Peer(socket));
    } finally {
      open.remove(socket);
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void thread(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Exception ended) {
                // The other side has gone, or the server was closed.
              }
            },
            "toy-server");
    thread.setDaemon(true);
    thread.start();
  }

  public static ToyServer start(Script script) {
    try {
      return new ToyServer(
          new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Echoes whatever comes, after a plain 101. */
  public static ToyServer echo() {
    return start(peer -> {
      peer.accept();
      peer.echoAll();
    });
  }

  public static ToyServer startTls(SSLContext tls, Script script) {
    try {
      return new ToyServer(
          tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          true,
          script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    return (isSecure ? "wss" : "ws") + "://127.0.0.1:" + port() + "/ws";
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
