package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.echosounder.wire.client.RawSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

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
    return about(":" + socket.localPort() + " ", words);
  }

  /** A line that holds all of these. */
  String about(String... words) {
    for (int i = 0; i < 250; i++) {
      for (String line : seen) {
        if (Stream.of(words).allMatch(line::contains)) {
          return line;
        }
      }
      RawSocket.pause(20);
    }
    return fail("no line with " + List.of(words) + " in " + seen);
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
