package io.github.echosounder.check.lab;

import io.github.echosounder.PackagedJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * nginx or HAProxy as Debian has them, in front of one server, with one thing of its configuration
 * chosen.
 */
final class RealProxy implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final Process process;
  private final int port;

  private RealProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where this program is installed. */
  static Optional<Path> find(String program) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What makes nginx pass an upgrade on. */
  static final String UPGRADES =
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";";

  static RealProxy nginx(int server, String directives, Path directory) throws Exception {
    int port = PackagedJar.freePort();
    Path configuration = directory.resolve("nginx-" + port + ".conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx-%2$d.pid;
        error_log %1$s/nginx-%2$d.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
          server {
            listen 127.0.0.1:%2$d;
            location / { proxy_pass http://127.0.0.1:%3$d; %4$s }
          }
        }
        """
            .formatted(directory, port, server, directives));
    return start(
        port,
        List.of(
            find("nginx").orElseThrow().toString(),
            "-c",
            configuration.toString(),
            "-e",
            directory + "/nginx-start.log"));
  }

  static RealProxy haproxy(int server, String directives, Path directory) throws Exception {
    int port = PackagedJar.freePort();
    Path configuration = directory.resolve("haproxy-" + port + ".cfg");
    Files.writeString(
        configuration,
        """
        defaults
          mode http
          timeout connect 2s
          timeout client 3s
          timeout server 3s
          %3$s
        frontend f
          bind 127.0.0.1:%1$d
          default_backend b
        backend b
          server s 127.0.0.1:%2$d
        """
            .formatted(port, server, directives));
    return start(
        port,
        List.of(find("haproxy").orElseThrow().toString(), "-db", "-f", configuration.toString()));
  }

  private static RealProxy start(int port, List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!accepts(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " does not listen on port " + port);
      }
      Thread.sleep(20);
    }
    return new RealProxy(process, port);
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
