package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Stack traces in the log: whatever a client does, there is to be none. */
final class Complaints extends Handler {
  private static final Logger ROOT = Logger.getLogger("");

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private Complaints() {}

  static Complaints none() {
    return new Complaints();
  }

  static Complaints listen() {
    var complaints = new Complaints();
    ROOT.addHandler(complaints);
    return complaints;
  }

  void assertNone() {
    ROOT.removeHandler(this);
    assertEquals(List.of(), seen.stream().distinct().toList(), "stack traces in the log");
  }

  @Override
  public void publish(LogRecord record) {
    // A machine that is too busy for the test is not the client's doing.
    boolean isBusy = record.getLoggerName().endsWith("BlockedThreadChecker");
    if (record.getThrown() != null && !isBusy) {
      seen.add(record.getLoggerName() + ": " + record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
