package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.wire.frame.Opcode;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Larger and larger messages, each on a connection of its own; then the border to the byte. */
final class SizesStep implements Step {

  private static final int SMALLEST = 125;
  private static final int GROWTH = 4;

  /** A message is waited for as long as it moves, but no longer than so many timeouts. */
  static final int LONGEST = 6;

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    int largest = path.options().maxSize();
    int passed = 0;
    long passedNanos = 0;
    for (int size = Math.min(SMALLEST, largest); ; size = next(size, largest)) {
      path.progress().show("sizes: " + Text.bytes(size));
      long began = System.nanoTime();
      Outcome fault = trial(path, size, path.timeout());
      if (isSlow(fault)) {
        return Outcome.pass(
                "Up to "
                    + Text.bytes(passed)
                    + " in one message came back; one of "
                    + Text.bytes(size)
                    + " was still on its way after "
                    + Text.of(path.timeout().multipliedBy(LONGEST))
                    + ", so no larger one was tried.")
            .with("passedBytes", passed);
      }
      if (fault != null && passed > 0 && trial(path, size, path.timeout()) == null) {
        return notForSize(fault);
      }
      if (fault != null) {
        if (passed == 0 && size > 1 && trial(path, 1, path.timeout()) == null) {
          passed = 1;
        }
        return passed == 0 || fault.cause() == Cause.MESSAGE_ALTERED
            ? fault.with("failedBytes", size).with("passedBytes", passed == 0 ? null : passed)
            : new SizeBorder(path, passed, size, fault, passedNanos).find();
      }
      passed = size;
      passedNanos = System.nanoTime() - began;
      if (size >= largest) {
        return Outcome.pass("Up to " + Text.bytes(passed) + " in one message came back.")
            .with("passedBytes", passed);
      }
    }
  }

  private static boolean isSlow(@Nullable Outcome fault) {
    return fault != null && !fault.isFail();
  }

  private static Outcome notForSize(Outcome fault) {
    Outcome named =
        fault.cause() == Cause.SILENT
            ? Outcome.fail(Cause.MESSAGE_LOST, fault.detail()).with(fault.facts())
            : fault;
    return named.saying("A second message of this size came back, so size is not why.");
  }

  private static int next(int size, int largest) {
    return (int) Math.min(largest, (long) size * GROWTH);
  }

  /** The same, with a fault of opening as one of the message. */
  static @Nullable Outcome trialOrFault(Path path, int size, Duration patience)
      throws InterruptedException {
    try {
      return trial(path, size, patience);
    } catch (OpeningException e) {
      return Openings.judge(e.failure(), patience, path.address().isSecure());
    } catch (BrokenException e) {
      return e.outcome();
    }
  }

  /** Null where it came back; no fail where it was slow. */
  private static @Nullable Outcome trial(Path path, int size, Duration patience)
      throws OpeningException, BrokenException, InterruptedException {
    Noise noise = new Noise(ThreadLocalRandom.current().nextLong(), size);
    try (BlockingConnection connection = path.open()) {
      connection.message(Opcode.BINARY, noise);
      long bound = System.nanoTime() + path.timeout().multipliedBy(LONGEST).toNanos();
      Event event = next(path, connection, patience);
      while (event == null && isMoving(connection, patience) && System.nanoTime() < bound) {
        // It moved just when it was given up.
        event = next(path, connection, patience);
      }
      connection.close(1000, "");
      String when = "after a message of " + Text.bytes(size);
      if (event == null && System.nanoTime() >= bound) {
        return Outcome.skip("Still on its way.");
      }
      if (!(event instanceof Event.Message message)) {
        return Endings.of(event, patience, when);
      }
      boolean isEcho = message.length() == size && Arrays.equals(message.sha256(), noise.sha256());
      if (isEcho && !message.isText()) {
        path.echoed();
        return null;
      }
      return isEcho
          ? Outcome.fail(Cause.TYPE_CHANGED, "Binary came back as text " + when + ".")
          : Outcome.fail(
              path.hasEchoed() ? Cause.MESSAGE_ALTERED : Cause.NOT_AN_ECHO,
              "A message of "
                  + Text.bytes(size)
                  + " came back as another of "
                  + Text.bytes(message.length())
                  + ".");
    }
  }

  private static boolean isMoving(BlockingConnection connection, Duration patience) {
    return System.nanoTime() - connection.progressedNanos() < patience.toNanos();
  }

  private static @Nullable Event next(Path path, BlockingConnection connection, Duration patience)
      throws InterruptedException {
    Duration bound = path.timeout().multipliedBy(LONGEST);
    Event event = connection.next(patience, bound);
    while (event instanceof Event.Ping || event instanceof Event.Pong) {
      event = connection.next(patience, bound);
    }
    return event;
  }
}
