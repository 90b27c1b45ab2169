package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import java.time.Duration;

/** Waits for messages, past pings and pongs. */
final class Echoes {

  private Echoes() {}

  /** The next message; throws where something else came, or nothing. */
  static Event.Message next(Path path, BlockingConnection connection, String when)
      throws BrokenException, InterruptedException {
    return next(path, connection, path.timeout(), when);
  }

  static Event.Message next(
      Path path, BlockingConnection connection, Duration patience, String when)
      throws BrokenException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Event event = connection.next(Duration.ofNanos(end - System.nanoTime()));
      if (event instanceof Event.Message message) {
        return message;
      }
      if (!(event instanceof Event.Ping) && !(event instanceof Event.Pong)) {
        throw new BrokenException(Endings.of(event, patience, when));
      }
    }
  }

  /**
   * The pong of this ping; throws where something else ended the wait. Messages are passed over.
   */
  static Event.Pong pong(Path path, BlockingConnection connection, Duration patience)
      throws BrokenException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Event event = connection.next(Duration.ofNanos(end - System.nanoTime()));
      if (event instanceof Event.Pong pong) {
        return pong;
      }
      if (!(event instanceof Event.Ping) && !(event instanceof Event.Message)) {
        throw new BrokenException(Endings.of(event, patience, "after a ping"));
      }
    }
  }
}
