package io.github.echosounder.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches the largest message that passes, between one that did and one that did not. */
final class SizeBorder {

  /** How often longer than the last one that came back a message may take. */
  private static final int PATIENCE = 5;

  /** What a busy machine may take where the path takes nothing. */
  private static final Duration LEAST_PATIENCE = Duration.ofMillis(400);

  private static final Duration LEAST_BUDGET = Duration.ofSeconds(30);

  private static final int KIBI = 1024;
  private static final int KILO = 1000;

  private final Path path;
  private final long deadline;

  /** A message that is swallowed costs this, some twenty times: so it is shorter than a timeout. */
  private Duration patience;

  private int passed;
  private int failed;
  private Outcome fault;

  /** {@code passedNanos} is what the one that passed took, its handshake included. */
  SizeBorder(Path path, int passed, int failed, Outcome fault, long passedNanos) {
    this.path = path;
    this.passed = passed;
    this.failed = failed;
    this.fault = fault;
    this.patience =
        shorter(path.timeout(), longer(LEAST_PATIENCE, Duration.ofNanos(passedNanos * PATIENCE)));
    this.deadline =
        System.nanoTime()
            + longer(LEAST_BUDGET, path.timeout().multipliedBy(SizesStep.LONGEST)).toNanos();
  }

  Outcome find() throws InterruptedException {
    int least = failed;
    Outcome first = fault;
    while (true) {
      search();
      if (failed == least || !isHasty() || confirm()) {
        return named();
      }
      // What was given up came back after all: once more above it, and with more patience.
      passed = failed;
      failed = least;
      fault = first;
      patience = shorter(path.timeout(), patience.multipliedBy(4));
    }
  }

  /** Whether it failed because nothing came in a shorter time than any other message gets. */
  private boolean isHasty() {
    return fault.cause() == Cause.SILENT && patience.compareTo(path.timeout()) < 0;
  }

  private boolean confirm() throws InterruptedException {
    return SizesStep.trialOrFault(path, failed, path.timeout()) != null;
  }

  /** Those that people set first, then by halves. */
  private void search() throws InterruptedException {
    for (int round : round(passed, failed)) {
      // On both sides of it: there lies the border, if it is this one.
      probe(round);
      probe(round + 1);
      probe(round - 1);
    }
    while (failed - passed > 1 && hasTime()) {
      probe(passed + (failed - passed) / 2);
    }
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  private void probe(int size) throws InterruptedException {
    if (size <= passed || size >= failed || !hasTime()) {
      return;
    }
    path.progress().show("sizes: the border is between " + passed + " and " + failed + " bytes");
    Outcome outcome = SizesStep.trialOrFault(path, size, patience);
    if (outcome == null) {
      passed = size;
    } else {
      failed = size;
      fault = outcome;
    }
  }

  /** Powers of two and of ten, in between. */
  static List<Integer> round(int passed, int failed) {
    List<Integer> round = new ArrayList<>();
    for (long size = KIBI; size <= failed; size *= 2) {
      if (size >= passed) {
        round.add((int) size);
      }
    }
    for (long size = KILO; size <= failed; size *= 10) {
      if (size >= passed) {
        round.add((int) size);
      }
    }
    return round;
  }

  private Outcome named() {
    Object code = fault.facts().get("closeCode");
    boolean isExact = failed - passed == 1;
    return Outcome.fail(
            Cause.SIZE_CAP,
            "Messages of "
                + Text.bytes(passed)
                + " pass, of "
                + Text.bytes(failed)
                + " do not ("
                + how(fault, code)
                + "): the server's or a gateway's limit for a message or a frame"
                + (isExact ? "." : ", somewhere between the two.")
                + " Raise it there, or send smaller messages.")
        .with("passedBytes", passed)
        .with("failedBytes", failed)
        .with("closeCode", code)
        .with("closeReason", fault.facts().get("closeReason"));
  }

  private static String how(Outcome fault, @Nullable Object code) {
    if (code != null) {
      return "Close " + code;
    }
    return switch (fault.cause() == null ? Cause.SILENT : fault.cause()) {
      case RESET -> "TCP is reset";
      case CUT -> "TCP ends";
      case SILENT -> "no echo";
      case MESSAGE_ALTERED -> "they come back altered";
      default -> "they fail";
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
