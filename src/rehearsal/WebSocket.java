import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client's end of one connection over a bare socket: a library would hide how TCP ended, and that
 * is what is to be seen. Used by one thread.
 */
final class WebSocket implements AutoCloseable {

  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Socket socket;
  private byte[] buffer = new byte[4096];
  private int from;
  private int to;

  /** A whole frame; messages of this length are not fragmented by the server. */
  record Frame(int opcode, byte[] payload) {}

  /** No connection came about; the message names the status, or what TCP said instead. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String reason) {
      super(reason);
    }
  }

  private WebSocket(Socket socket) {
    this.socket = socket;
  }

  static WebSocket open(InetSocketAddress address, String path) throws Refused {
    Socket tcp = new Socket();
    WebSocket opened = new WebSocket(tcp);
    try {
      tcp.setTcpNoDelay(true);
      tcp.connect(address, HANDSHAKE_MILLIS);
      opened.handshake(address, path);
      return opened;
    } catch (Refused e) {
      opened.close();
      throw e;
    } catch (IOException e) {
      opened.close();
      throw new Refused(e.getMessage());
    }
  }

  private void handshake(InetSocketAddress address, String path) throws IOException, Refused {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    String request =
        String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: " + address.getHostString() + ":" + address.getPort(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: " + key)
            + END_OF_HEAD;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String head = readHead();
    String status = head.split(" ", 3)[1];
    if (!status.equals("101")) {
      throw new Refused("status " + status);
    }
    if (!head.contains(accept(key))) {
      throw new Refused("wrong Sec-WebSocket-Accept");
    }
  }

  private String readHead() throws IOException {
    while (true) {
      String seen = new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
      int end = seen.indexOf(END_OF_HEAD);
      if (end >= 0) {
        // What lies behind it are frames already.
        from += end + END_OF_HEAD.length();
        return seen.substring(0, end);
      }
      if (!fill(HANDSHAKE_MILLIS)) {
        throw new IOException("no answer to the handshake");
      }
    }
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** Returns the next frame, or null when it is not complete within that time. */
  Frame receive(int millis) throws IOException {
    Frame frame = take();
    if (frame == null && fill(millis)) {
      frame = take();
    }
    return frame;
  }

  private Frame take() {
    if (to - from < 2) {
      return null;
    }
    int size = buffer[from + 1] & 0x7F;
    int header = size < 126 ? 2 : size == 126 ? 4 : 10;
    if (to - from < header) {
      return null;
    }
    if (size >= 126) {
      size = 0;
      for (int i = 2; i < header; i++) {
        size = size << 8 | buffer[from + i] & 0xFF;
      }
    }
    if (to - from < header + size) {
      return null;
    }
    byte[] payload = new byte[size];
    System.arraycopy(buffer, from + header, payload, 0, size);
    Frame frame = new Frame(buffer[from] & 0x0F, payload);
    from += header + size;
    return frame;
  }

  private boolean fill(int millis) throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = java.util.Arrays.copyOf(buffer, 2 * to);
    }
    socket.setSoTimeout(millis);
    try {
      InputStream in = socket.getInputStream();
      int read = in.read(buffer, to, buffer.length - to);
      if (read < 0) {
        throw new EOFException("TCP ended");
      }
      to += read;
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** Sends one frame, masked as RFC 6455, 5.3 asks for. */
  void send(int opcode, byte[] payload) throws IOException {
    int length = payload.length;
    int header = length < 126 ? 6 : length < 65_536 ? 8 : 14;
    byte[] frame = new byte[header + length];
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (0x80 | (header == 6 ? length : header == 8 ? 126 : 127));
    for (int i = header - 5, left = length; header > 6 && i >= 2; i--, left >>>= 8) {
      frame[i] = (byte) left;
    }
    int key = ThreadLocalRandom.current().nextInt();
    for (int i = 0; i < 4; i++) {
      frame[header - 4 + i] = (byte) (key >>> 8 * i);
    }
    for (int i = 0; i < length; i++) {
      frame[header + i] = (byte) (payload[i] ^ key >>> 8 * (i & 3));
    }
    socket.getOutputStream().write(frame);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
