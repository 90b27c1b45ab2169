package io.github.echosounder.check;

/** A connection ended, or broke a rule, where an answer was awaited. */
final class BrokenException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Outcome outcome;

  BrokenException(Outcome outcome) {
    super(outcome.detail(), null, false, false);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }
}
