package io.github.echosounder.client;

/** A connection did not open. */
public final class OpeningException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  OpeningException(Failure failure) {
    super(failure.detail(), failure.cause(), false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
