import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the server of its own container whether it is live; the exit code answers. A bare socket
 * instead of an HTTP client keeps this second JVM at some 14 MB, which must fit into the
 * container's limit beside the server.
 */
final class Health {
  private static final int PATIENCE_MILLIS = 3_000;
  private static final String REQUEST =
      "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final String LIVE = "HTTP/1.1 200 ";

  public static void main(String[] arguments) {
    int port = Integer.parseInt(System.getenv().getOrDefault("QUARKUS_HTTP_PORT", "10083"));
    System.exit(isLive(port) ? 0 : 1);
  }

  private static boolean isLive(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      String start = new String(answer.readNBytes(LIVE.length()), StandardCharsets.US_ASCII);
      System.out.println(start);
      return start.equals(LIVE);
    } catch (IOException unreachable) {
      System.out.println(unreachable);
      return false;
    }
  }
}
