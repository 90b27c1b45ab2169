package io.github.echosounder.handshake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a client's query asks for instead of a connection, to see what the client makes of it. */
public sealed interface Failure {

  /** The same, told with the id of the request where it is told at all. */
  default Failure with(String id) {
    return this;
  }

  /** Whether the client has to wait for it. */
  boolean isLate();

  /**
   * A status that is no 101.
   *
   * @param body text in place of the problem document, or null
   * @param delay so late
   */
  record Status(Problem problem, @Nullable String body, Duration delay) implements Failure {
    @Override
    public Failure with(String id) {
      return new Status(problem.with(Problem.REQUEST, id), body, delay);
    }

    @Override
    public boolean isLate() {
      return !delay.isZero();
    }
  }

  /**
   * A 101 whose Sec-WebSocket-Accept is wrong (RFC 6455, 4.1): the client must not take it.
   *
   * @param delay so late
   */
  record WrongAccept(Accept accept, Duration delay) implements Failure {
    @Override
    public boolean isLate() {
      return !delay.isZero();
    }
  }

  /** No answer, and in the end no TCP. */
  record Hang() implements Failure {
    @Override
    public boolean isLate() {
      return true;
    }
  }
}
