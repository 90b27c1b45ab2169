package io.github.echosounder.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.regex.Pattern;

/** A proxy that shows the service below a prefix and nothing elsewhere, as an ingress does. */
final class SubPathProxy implements Closeable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String prefix;
  private final int target;

  SubPathProxy(String prefix, int target) throws IOException {
    this.prefix = prefix;
    this.target = target;
    start(() -> {
      while (true) {
        var client = listener.accept();
        start(() -> serve(client));
      }
    });
  }

  String authority() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve(Socket client) throws IOException {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      var head = readHead(client.getInputStream());
      var path = head.split(" ", 3)[1];
      if (!path.startsWith(prefix)) {
        client
            .getOutputStream()
            .write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
        return;
      }
      var forwarded = head.replaceFirst(Pattern.quote(prefix), "/");
      if (!head.contains("Upgrade: websocket")) {
        // One request per connection, so that no second one passes with its prefix.
        forwarded = forwarded.replaceFirst("(?i)\r\nConnection: [^\r]*", "\r\nConnection: close");
      }
      server.getOutputStream().write(forwarded.getBytes(ISO_8859_1));
      start(() -> client.getInputStream().transferTo(server.getOutputStream()));
      server.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ended early");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side has gone: so does the other.
              }
            },
            "sub-path-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
