package io.github.echosounder.verdicts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A redis-server of this machine, in memory alone. */
final class RedisProcess implements AutoCloseable {

  static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final Process process;

  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static RedisProcess start(int port, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    RedisProcess started = new RedisProcess(process, port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!isListening(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("redis-server does not start");
      }
      Thread.sleep(20);
    }
    return started;
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** How long a key stays; negative where there is none. */
  long secondsLeft(String key) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var answers =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      socket.getOutputStream().write(("TTL " + key + "\r\n").getBytes(US_ASCII));
      return Long.parseLong(
          Objects.requireNonNull(answers.readLine()).substring(1)); // an integer: ":59"
    }
  }

  /** SIGSTOP: connections stay, and nothing is answered. */
  void pause() throws Exception {
    signal("STOP");
  }

  void goOn() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
