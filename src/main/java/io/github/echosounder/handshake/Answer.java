package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.Endpoints.Endpoint;
import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Ticket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is said to a handshake. */
public sealed interface Answer {

  /**
   * 101.
   *
   * @param label the client's own name for the connection, or null
   * @param ticket the place: whoever gets this answer closes it, unless a connection has taken it
   */
  record Open(Endpoint endpoint, Accept accept, Plan plan, @Nullable String label, Ticket ticket)
      implements Answer {}

  /** Another status, and why. */
  record Refuse(Problem problem) implements Answer {}

  /** A failure that the client's query has asked for, to see what the client makes of it. */
  sealed interface Mislead extends Answer {

    /** As in the answer's first line; zero where there is none. */
    int status();

    /** The same, told with the id of the request where it is told at all. */
    default Mislead with(String id) {
      return this;
    }

    /**
     * A status that is no 101.
     *
     * @param body text in place of the problem document, or null
     * @param delay so late
     */
    record Status(Problem problem, @Nullable String body, Duration delay) implements Mislead {
      @Override
      public int status() {
        return problem.status();
      }

      @Override
      public Mislead with(String id) {
        return new Status(problem.with(Problem.REQUEST, id), body, delay);
      }
    }

    /**
     * A 101 whose Sec-WebSocket-Accept is wrong (RFC 6455, 4.1): the client must not take it.
     *
     * @param delay so late
     */
    record WrongAccept(Accept accept, Duration delay) implements Mislead {
      @Override
      public int status() {
        return 101;
      }
    }

    /** No answer, and in the end no TCP. */
    record Hang() implements Mislead {
      @Override
      public int status() {
        return Refusal.NO_RESPONSE;
      }
    }
  }
}
