package io.github.echosounder.web;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * A pod that has just started gets the connections of the one that left, all at once. So, when the
 * start is over, it asks itself for its health until the code of accepting and answering is
 * compiled. That costs about a second of one CPU; connections that come meanwhile are served.
 */
@ApplicationScoped
public class WarmUp {

  private static final Logger LOG = Logger.getLogger(WarmUp.class);
  private static final Duration AFTER_START = Duration.ofSeconds(1);
  private static final Duration AT_MOST = Duration.ofSeconds(2);
  private static final int REQUESTS = 4_000;

  private static final byte[] REQUEST =
      "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  void started(@ObservesAsync HttpServerStart server) {
    if (LaunchMode.current() != LaunchMode.NORMAL) {
      return;
    }
    Thread thread = new Thread(() -> run(server.options().getPort()), "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(int port) {
    try {
      Thread.sleep(AFTER_START.toMillis());
      long end = System.nanoTime() + AT_MOST.toNanos();
      int done = 0;
      while (done < REQUESTS && System.nanoTime() < end) {
        ask(port);
        done++;
      }
      LOG.debugf("warm after %d requests", done);
    } catch (IOException e) {
      LOG.debug("no warm-up: this instance cannot reach itself on loopback", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ask(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write(REQUEST);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
