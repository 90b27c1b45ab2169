package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import org.jspecify.annotations.Nullable;

/** One connection of the idle step, and when it was last heard of. */
final class Watch {

  private final BlockingConnection connection;
  private final long openedNanos = System.nanoTime();
  private long movedNanos = openedNanos;
  private @Nullable Event end;
  private boolean isDead;
  private boolean isAnswered;

  Watch(BlockingConnection connection) {
    this.connection = connection;
  }

  BlockingConnection connection() {
    return connection;
  }

  /** This side sent something. */
  void sent() {
    movedNanos = System.nanoTime();
  }

  void take(Event event) {
    boolean isEnd =
        event instanceof Event.Closed
            || event instanceof Event.Ended
            || event instanceof Event.Violated;
    if (isEnd && end == null) {
      end = event;
    } else if (!isEnd) {
      movedNanos = event.nanos();
      isAnswered |= event instanceof Event.Message;
    }
  }

  /** It is open as far as this side can see, but nothing comes back on it. */
  void dead() {
    isDead = true;
  }

  void forgetAnswers() {
    isAnswered = false;
  }

  /** Whether a message has come since that was last set. */
  boolean isAnswered() {
    return isAnswered;
  }

  boolean isDead() {
    return isDead;
  }

  /** What ended it: a Close before the end of TCP. Null while it is open. */
  @Nullable Event end() {
    return end;
  }

  /** How long nothing had moved when it ended. */
  double silenceSeconds() {
    return end == null ? 0 : (end.nanos() - movedNanos) / 1e9;
  }

  double ageSeconds() {
    return end == null ? 0 : (end.nanos() - openedNanos) / 1e9;
  }
}
