package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.echosounder.wire.client.RawSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the log tells of connections while a test runs. */
final class LogLines extends Handler implements AutoCloseable {

  private static final Logger CONNECTIONS = Logger.getLogger("echosounder.connections");

  private final List<String> seen = new CopyOnWriteArrayList<>();

  static LogLines listen() {
    var lines = new LogLines();
    CONNECTIONS.addHandler(lines);
    return lines;
  }

  /** The line that tells of the connection from this port and holds these words. */
  String about(RawSocket socket, String words) {
    for (int i = 0; i < 250; i++) {
      for (String line : seen) {
        if (line.contains(":" + socket.localPort() + " ") && line.contains(words)) {
          return line;
        }
      }
      RawSocket.pause(20);
    }
    return fail("no line about port " + socket.localPort() + " with " + words + " in " + seen);
  }

  @Override
  public void publish(LogRecord record) {
    seen.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    CONNECTIONS.removeHandler(this);
  }
}
